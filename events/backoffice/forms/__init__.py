"""What staff choose or type: filters, badge sheets, columns, people to cancel."""
