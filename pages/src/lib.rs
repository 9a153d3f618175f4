//! The pages people use: the console of headquarters, the helmsman's client, and the front page that leads to both.
//!
//! What `npm run build` leaves in `web/console/dist` and `web/client/dist` is part of a release's executable; a debug
//! build reads it from the disk at every request. A build without it works too: the front page says what is missing.

mod documents;
mod encoding;
mod front;
mod headers;
mod kind;
mod serve;
mod site;

use std::collections::HashMap;

use axum::Router;

use site::Site;

#[derive(rust_embed::Embed)]
#[folder = "../web/console/dist"]
#[allow_missing = true]
struct Console;

#[derive(rust_embed::Embed)]
#[folder = "../web/client/dist"]
#[allow_missing = true]
struct Client;

const CONSOLE: Site = Site::of::<Console>("console");
const CLIENT: Site = Site::of::<Client>("client");

/// The routes of all pages: `/`, `/front.css`, `/console/` and `/client/`.
///
/// It brings no fallback, and leaves request ids, HSTS and what else holds for every answer to the edge around it.
pub fn router() -> Router {
    router_over(CONSOLE, CLIENT)
}

fn router_over(console: Site, client: Site) -> Router {
    front::routes(console, client).merge(serve::routes(console)).merge(serve::routes(client))
}

/// The documents of operations that the pages were built with, by the SHA-256 of their text in lower-case hexadecimal
/// digits. Nothing when the pages are not built.
pub fn documents() -> HashMap<String, String> {
    [CONSOLE, CLIENT].iter().flat_map(documents::of).collect()
}

#[cfg(test)]
mod tests;
