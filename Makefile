# Short names for the scripts.
.PHONY: demo test soak lock

demo:
	script/demo

test:
	script/test

soak:
	script/soak

lock:
	script/lock
