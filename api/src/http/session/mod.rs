//! `/session/{app}`: sign-in for the pages. The refresh token stays in a cookie that no script can read and that goes to
//! this path alone; a page holds nothing but the access token, and only in memory.
//!
//! Programs use the mutations of the API instead: to them a cookie is of no use.

mod answer;
mod cookie;
mod guard;
mod house;
mod oidc;
mod place;
mod routes;

pub use house::{
    App, Arrival, Arrived, Leaving, Problem, ProblemKind, Proof, Provider, ProviderProblem, SessionDoor, Sessions,
    Tokens, Vouched,
};
pub use place::place_within;
pub use routes::router;
