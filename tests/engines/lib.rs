//! What is generated for other policy engines is run by those engines: see `tests/decisions.rs`. Nothing else is here.
