//! A Dockerfile as rules see it: stages with what they inherit, shell commands, images.

use alloc::vec::Vec;

use plimsoll_dockerfile::{Dockerfile, Instruction};

/// What a stage is built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// `FROM scratch`.
    Scratch,
    /// An earlier stage, by number.
    Stage(usize),
    /// An image: its number in the file's images.
    Image(usize),
}

/// A build stage.
#[derive(Clone, Debug)]
pub struct Stage<'a> {
    /// Its number in the file.
    pub index: usize,
    /// Its `FROM`.
    pub from: &'a Instruction<'a>,
    /// What it is built from.
    pub base: Base,
    /// What follows its `FROM`.
    pub instructions: &'a [Instruction<'a>],
}

/// A Dockerfile.
#[derive(Debug)]
pub struct DockerModel<'a> {
    /// Its tree.
    pub file: &'a Dockerfile<'a>,
    /// Its stages in order.
    pub stages: Vec<Stage<'a>>,
}
