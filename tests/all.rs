//! One binary for the tests over several crates: linking once is what keeps them quick.

mod advice;
mod allowed_repositories;
mod bundles;
mod corpus;
mod deploy;
mod hadolint_settings;
mod hardening;
mod ignores;
mod keeping;
mod kubesec;
mod limits;
mod pages;
mod peers;
mod pod_security;
mod policy_keys;
mod set_ups;
mod suggestions;
