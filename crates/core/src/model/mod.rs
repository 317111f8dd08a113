//! What rules see: stages, workloads, containers and image uses, built once per file and borrowed by every rule.
//!
//! The model never judges; it answers what a file means.

mod accounts;
pub mod admission_config;
pub mod apiserver;
pub mod casing;
pub mod containers_policy;
pub mod credentials;
mod docker;
pub mod download;
pub mod errexit;
pub mod expanded;
mod host_path;
mod image_use;
pub mod kubeconfig;
pub mod leftovers;
mod manifest;
mod marks;
mod object;
pub mod port;
pub(crate) mod profile;
mod pulls;
pub mod resources;
mod run;
pub mod transfer;
mod workload;

pub use accounts::Accounts;
pub use docker::{Base, DockerModel, DockerTexts, ShellInEffect, Stage, images as docker_images, is_windows};
pub use host_path::{HostPath, Reach, host_paths};
pub use image_use::{ImageUse, Reading};
pub use manifest::{Manifest, images as workload_images, images_elsewhere};
pub use marks::Marks;
pub use object::{Field, Object, bool_at, claims, int_at, items_at, node_at, scalar_at, str_at, twice};
pub use plimsoll_report::ImageOrigin;
pub use pulls::{Pull, pulls};
pub use run::{Run, RunCommand, RunForm, ShellText};
pub use workload::{Container, Role, Workload, place, pod_spec_path};
