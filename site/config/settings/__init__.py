"""One settings module for each way to run the site."""
