"""The front page, plain content pages and what every page of the site shares."""
