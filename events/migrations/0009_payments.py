import django.core.validators
import django.db.models.deletion
import events.models.money
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0008_check_ins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("card", "Card on this site"),
                            ("transfer", "Bank transfer"),
                            ("door", "At the door"),
                            ("other", "Another way"),
                        ],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Payment page open"),
                            ("pending", "On its way"),
                            ("paid", "Paid"),
                            ("failed", "Failed"),
                            ("expired", "Not paid in time"),
                            ("void", "Written down by mistake"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="amount")),
                ("currency", models.CharField(default=events.models.money.site_currency, max_length=3)),
                ("created_at", models.DateTimeField()),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, help_text="When Stripe's page closes by itself.", null=True),
                ),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="When it failed, ran out or was struck out.", null=True),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("session_id", models.CharField(blank=True, editable=False, max_length=255, null=True, unique=True)),
                ("intent_id", models.CharField(blank=True, db_index=True, editable=False, max_length=255)),
                (
                    "account",
                    models.CharField(
                        blank=True, editable=False, help_text="The Stripe account it belongs to.", max_length=64
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, help_text="When Stripe was last asked about it.", null=True),
                ),
                ("disputed_at", models.DateTimeField(blank=True, null=True)),
                ("dispute_state", models.CharField(blank=True, help_text="As Stripe calls it.", max_length=40)),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="reference")),
            ],
            options={
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="amount")),
                ("currency", models.CharField(default=events.models.money.site_currency, max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "To be sent"),
                            ("pending", "On its way"),
                            ("done", "Paid back"),
                            ("failed", "Failed"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("booker", "Cancelled by the person who booked"),
                            ("staff", "Given by staff"),
                            ("event", "The event was cancelled"),
                            ("late", "Paid when no place was left"),
                            ("twice", "Paid more than was due"),
                            ("stripe", "Given in Stripe"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="reason")),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("stripe_id", models.CharField(blank=True, editable=False, max_length=255, null=True, unique=True)),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("leased_by", models.CharField(blank=True, max_length=100)),
                ("problem", models.CharField(blank=True, help_text="What Stripe said the last time.", max_length=120)),
            ],
            options={
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StripeEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.CharField(max_length=255, unique=True)),
                ("kind", models.CharField(max_length=80)),
                ("object_id", models.CharField(blank=True, max_length=255)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="attendee",
            name="discount",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                help_text="What the code took off; the price is without it.",
                max_digits=8,
            ),
        ),
        migrations.AddField(
            model_name="attendee",
            name="kept",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                help_text="What is not paid back of a cancelled place.",
                max_digits=8,
            ),
        ),
        migrations.AddField(
            model_name="attendee",
            name="vat_rate",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Per cent within the price; null is no VAT.",
                max_digits=4,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="currency",
            field=models.CharField(default=events.models.money.site_currency, editable=False, max_length=3),
        ),
        migrations.AddField(
            model_name="booking",
            name="pay_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("card", "By card"),
                    ("invoice", "By invoice"),
                    ("door", "At the door"),
                    ("credits", "With time credits"),
                ],
                max_length=10,
                verbose_name="way to pay",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="refund_policy",
            field=models.JSONField(
                blank=True,
                default=dict,
                editable=False,
                help_text="What comes back until when, as shown when it was booked.",
            ),
        ),
        migrations.CreateModel(
            name="DiscountCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Shown beside the price, for example: Members.", max_length=120, verbose_name="name"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="What people type. Capital or small letters do not matter.",
                        max_length=40,
                        verbose_name="code",
                    ),
                ),
                ("code_key", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "members",
                    models.TextField(
                        blank=True,
                        help_text="One on each line: an e-mail address, or a domain such as example.org. Only these people get it; without a code they get it by themselves.",
                        verbose_name="addresses",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("amount", "An amount off each place"),
                            ("percent", "Per cent off each place"),
                            ("price", "A price of its own"),
                        ],
                        default="amount",
                        max_length=10,
                        verbose_name="what it does",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=8,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount or per cent",
                    ),
                ),
                ("ticket_keys", models.JSONField(blank=True, default=list, verbose_name="only for these tickets")),
                (
                    "limit",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Leave empty for no limit.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100000),
                        ],
                        verbose_name="how many places",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="good from")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="good until")),
                (
                    "revision",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, help_text="Written first: the lock of its uses."
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for all events of the organisation.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discount_codes",
                        to="events.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discount_codes",
                        to="events.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "discount code",
                "verbose_name_plural": "discount codes",
                "ordering": ["organisation", "name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="attendee",
            name="discount_code",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendees",
                to="events.discountcode",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("price", None), ("price__gte", 0), _connector="OR"),
                    ("discount__gte", 0),
                    ("kept__gte", 0),
                ),
                name="attendee_money_not_negative",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="events.booking"
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="events.booking"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="events.payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="discountcode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code_key", ""), _negated=True),
                fields=("organisation", "code_key"),
                name="one_code_per_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="discountcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), _negated=True), models.Q(("members", ""), _negated=True), _connector="OR"
                ),
                name="code_or_members",
            ),
        ),
        migrations.AddConstraint(
            model_name="discountcode",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="discount_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="discountcode",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "percent"), _negated=True), ("amount__lte", 100), _connector="OR"),
                name="discount_at_most_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="discountcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_at", None),
                    ("expires_at", None),
                    ("expires_at__gte", models.F("starts_at")),
                    _connector="OR",
                ),
                name="discount_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "pending"])), fields=["created_at"], name="payment_undecided"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["paid_at"], name="payment_paid_at"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_is_positive"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paid"), _negated=True), ("paid_at__isnull", False), _connector="OR"
                ),
                name="paid_has_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "pending"])),
                fields=("booking",),
                name="one_undecided_payment",
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(condition=models.Q(("state", "due")), fields=["due_at"], name="refund_due"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_is_positive"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("done_at__isnull", False), _connector="OR"
                ),
                name="done_has_instant",
            ),
        ),
    ]
