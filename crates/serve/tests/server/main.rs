//! The server under real clients, over real connections.

mod abuse;
mod client;
mod life;
mod pki;
mod reviews;
mod status;
mod trust;
