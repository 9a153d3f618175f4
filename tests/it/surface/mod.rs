//! The whole surface: every operation is in the matrix of rights, every mutation is audited, the schema is current.

mod authz_lists;
mod authz_matrix;
mod every_mutation_audited;
mod ground;
mod mutations;
mod queries;
mod rules;
mod schema;
mod sdl;
mod settlement;
mod settlement_audited;
