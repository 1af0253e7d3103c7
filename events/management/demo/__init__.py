"""The demo site: real events of a Welsh network, in both languages, with sample people who have booked them."""
