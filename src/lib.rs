//! The composition root: settings, secrets, start-up and the commands. The only place that names `api`, `worker` and
//! `migration` together.

pub mod boot;
mod commands;
pub mod oidc;
pub mod payments;
pub mod secrets;
pub mod seed;
pub mod settings;
mod telemetry;

pub use commands::run;
