"""The wire to WeCom: its calls, its token, its errors, and what is kept up to date over there."""
