//! Serves one app: its files, and its page for every place within it.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::site::{File, Site};
use crate::{encoding, front, headers, kind};

const INDEX: &str = "index.html";
/// GraphiQL: its editor puts style elements into the page, which a nonce has to let in.
const EXPLORER: &str = "explorer.html";
const NONCE: &str = "__CSP_NONCE__";
/// Files below it have a digest of their contents in their names.
const HASHED: &str = "assets/";
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(crate) fn routes(site: Site) -> Router {
    let (bare, root, below) =
        (format!("/{}", site.name), format!("/{}/", site.name), format!("/{}/{{*path}}", site.name));
    let serve = get(move |request: Request| async move { answer(site, &request) });
    let redirect = get(move |uri: Uri| async move { to_root(site, &uri) });
    Router::new().route(&bare, redirect).route(&root, serve.clone()).route(&below, serve)
}

fn to_root(site: Site, uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = empty(StatusCode::PERMANENT_REDIRECT);
    if let Ok(place) = HeaderValue::from_str(&format!("/{}/{query}", site.name)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

fn answer(site: Site, request: &Request) -> Response {
    let whole = request.uri().path();
    let path = whole.strip_prefix('/').and_then(|it| it.strip_prefix(site.name)?.strip_prefix('/')).unwrap_or_default();
    let path = if path.is_empty() { INDEX } else { path };
    let asked = request.headers();
    let app = || file(site, INDEX, kind::of(INDEX).unwrap_or_default(), asked);
    match (kind::of(path), path) {
        (Some(_), EXPLORER) => explorer(site),
        // A place within the app: the app itself finds its way there.
        (None, _) | (Some(_), INDEX) => app().unwrap_or_else(|| front::unbuilt(site)),
        (Some(kind), _) => {
            let found = if kind::is_packed(path) { None } else { file(site, path, kind, asked) };
            let found = found.or_else(|| is_place(path, asked).then(app).flatten().map(by_accept));
            found.unwrap_or_else(|| empty(StatusCode::NOT_FOUND))
        }
    }
}

/// Whether somebody visits a place whose name ends like a file's, as the key of a policy may. Files are at the top and
/// below [`HASHED`]: what is missing there is told to be missing.
fn is_place(path: &str, asked: &HeaderMap) -> bool {
    let mut accepted = asked.get_all(header::ACCEPT).iter().filter_map(|it| it.to_str().ok());
    path.contains('/') && !path.starts_with(HASHED) && accepted.any(|it| it.contains("text/html"))
}

fn by_accept(mut response: Response) -> Response {
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
    response
}

/// A file in the smallest form that there is and the client takes.
fn file(site: Site, path: &str, kind: &'static str, asked: &HeaderMap) -> Option<Response> {
    let plain = site.file(path)?;
    let packed = encoding::accepted(asked)
        .find_map(|coding| Some((site.file(&format!("{path}{}", coding.ending))?, coding.name)));
    let (file, coding) = packed.map_or((plain, None), |(file, name)| (file, Some(name)));
    let tag = tag(&file);
    let mut response = if unchanged(asked, &tag) {
        empty(StatusCode::NOT_MODIFIED)
    } else {
        let mut response = page(StatusCode::OK, kind, Body::from(file.bytes));
        if let Some(coding) = coding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    let lasting = path.starts_with(HASHED);
    let caching = if lasting { FOREVER } else { HeaderValue::from_static("no-cache") };
    headers.insert(header::CACHE_CONTROL, caching);
    Some(response)
}

fn explorer(site: Site) -> Response {
    let Some(file) = site.file(EXPLORER) else { return front::unbuilt(site) };
    let mut bytes = [0; 18];
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        return empty(StatusCode::INTERNAL_SERVER_ERROR);
    }
    let nonce = STANDARD.encode(bytes);
    let text = String::from_utf8_lossy(&file.bytes).replace(NONCE, &nonce);
    let kind = kind::of(EXPLORER).unwrap_or_default();
    let mut response = page(StatusCode::OK, kind, Body::from(text));
    let headers = response.headers_mut();
    headers::allow_styles(headers, &nonce);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A strong one: packed and plain forms of a file have different digests.
fn tag(file: &File) -> String {
    let digest = file.digest.get(..18).unwrap_or_default();
    format!("\"{}\"", STANDARD.encode(digest))
}

fn unchanged(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|it| it.to_str().ok());
    known.flat_map(|list| list.split(',')).map(str::trim).any(|it| it == "*" || it.trim_start_matches("W/") == tag)
}

/// An answer of ours with a body.
pub(crate) fn page(status: StatusCode, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers::guard(headers);
    response
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    headers::guard(response.headers_mut());
    response
}
