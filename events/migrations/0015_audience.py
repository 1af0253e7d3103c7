from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0014_need_counts")]

    operations = [
        migrations.AddField(
            model_name='event',
            name='meant_for',
            field=models.CharField(choices=[('everyone', 'Everyone'), ('people', 'People who use services, and carers'), ('public_sector', 'Public-sector staff'), ('third_sector', 'Third-sector staff')], default='everyone', help_text='People can look for events that are for them. “Everyone” is found by all of them.', max_length=20, verbose_name='mainly for'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='meant_for',
            field=models.CharField(choices=[('everyone', 'Everyone'), ('people', 'People who use services, and carers'), ('public_sector', 'Public-sector staff'), ('third_sector', 'Third-sector staff')], default='everyone', help_text='People can look for events that are for them. “Everyone” is found by all of them.', max_length=20, verbose_name='mainly for'),
        ),
    ]
