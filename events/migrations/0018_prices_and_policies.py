import django.core.validators
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0017_venue_position_help"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="refund",
            name="refund_is_positive",
        ),
        migrations.AddField(
            model_name="event",
            name="refund_full_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=3,
                help_text="Leave empty for never. People who have booked keep what was promised to them.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="all money back until (days before the start)",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="refund_part_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Leave empty for never.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="part of it back until (days before the start)",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="refund_part_percent",
            field=models.PositiveSmallIntegerField(
                default=50,
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="how much that part is, per cent",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="refund_full_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=3,
                help_text="Leave empty for never. People who have booked keep what was promised to them.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="all money back until (days before the start)",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="refund_part_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Leave empty for never.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="part of it back until (days before the start)",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="refund_part_percent",
            field=models.PositiveSmallIntegerField(
                default=50,
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="how much that part is, per cent",
            ),
        ),
        migrations.AddField(
            model_name="kindticket",
            name="early_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="early amount",
            ),
        ),
        migrations.AddField(
            model_name="kindticket",
            name="early_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="early amount until"),
        ),
        migrations.AddField(
            model_name="kindticket",
            name="group_from",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="People with this ticket in one booking.",
                null=True,
                validators=[django.core.validators.MinValueValidator(2)],
                verbose_name="a group is this many or more",
            ),
        ),
        migrations.AddField(
            model_name="kindticket",
            name="group_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="amount in a group",
            ),
        ),
        migrations.AddField(
            model_name="kindticket",
            name="vat_rate",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="For example 20. Leave empty where no VAT is charged. Prices are shown and charged with it.",
                max_digits=4,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="VAT within the amount, per cent",
            ),
        ),
        migrations.AddField(
            model_name="pagetickettype",
            name="early_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="early amount",
            ),
        ),
        migrations.AddField(
            model_name="pagetickettype",
            name="early_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="early amount until"),
        ),
        migrations.AddField(
            model_name="pagetickettype",
            name="group_from",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="People with this ticket in one booking.",
                null=True,
                validators=[django.core.validators.MinValueValidator(2)],
                verbose_name="a group is this many or more",
            ),
        ),
        migrations.AddField(
            model_name="pagetickettype",
            name="group_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="amount in a group",
            ),
        ),
        migrations.AddField(
            model_name="pagetickettype",
            name="vat_rate",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="For example 20. Leave empty where no VAT is charged. Prices are shown and charged with it.",
                max_digits=4,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="VAT within the amount, per cent",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="order",
            field=models.JSONField(
                blank=True, default=dict, editable=False, help_text="What the page was asked for, until it is decided."
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="forgiven",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                help_text="By how much it makes the booking cheaper.",
                max_digits=9,
            ),
        ),
        migrations.AddField(
            model_name="tickettype",
            name="early_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="early amount",
            ),
        ),
        migrations.AddField(
            model_name="tickettype",
            name="early_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="early amount until"),
        ),
        migrations.AddField(
            model_name="tickettype",
            name="group_from",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="People with this ticket in one booking.",
                null=True,
                validators=[django.core.validators.MinValueValidator(2)],
                verbose_name="a group is this many or more",
            ),
        ),
        migrations.AddField(
            model_name="tickettype",
            name="group_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="amount in a group",
            ),
        ),
        migrations.AddField(
            model_name="tickettype",
            name="vat_rate",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="For example 20. Leave empty where no VAT is charged. Prices are shown and charged with it.",
                max_digits=4,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="VAT within the amount, per cent",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirmation", "Confirmation"),
                    ("cancellation", "Cancellation"),
                    ("change", "Change to a booking"),
                    ("link", "Link to a booking"),
                    ("waitlist_joined", "Waitlist joined"),
                    ("offer", "Offer of a place"),
                    ("offer_lapsed", "Offer ended"),
                    ("queue_news", "News for the waitlist"),
                    ("requested", "Request received"),
                    ("rejected", "Request not approved"),
                    ("interest", "Interest registered"),
                    ("event_changed", "Event changed"),
                    ("event_cancelled", "Event cancelled"),
                    ("passed_on", "Booking passed on"),
                    ("mailing", "Message from the organiser"),
                    ("payment_failed", "Payment failed"),
                    ("paid_too_late", "Paid when no place was left"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("forgiven__gte", 0), ("forgiven__lte", models.F("amount"))),
                name="refund_is_positive",
            ),
        ),
    ]
