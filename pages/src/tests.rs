//! Over the folder `fixture/app`, and over one that is not there.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::*;

#[derive(rust_embed::Embed)]
#[folder = "fixture/app"]
struct Fixture;

#[derive(rust_embed::Embed)]
#[folder = "fixture/nothing"]
#[allow_missing = true]
struct Nothing;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn send(router: Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

fn built() -> Router {
    router_over(Site::of::<Fixture>("console"), Site::of::<Fixture>("client"))
}

fn unbuilt() -> Router {
    router_over(Site::of::<Nothing>("console"), Site::of::<Nothing>("client"))
}

async fn get(path: &str) -> Answer {
    send(built(), "GET", path, &[]).await
}

#[tokio::test]
async fn places_within_an_app_answer_its_page_and_missing_files_do_not() {
    for path in ["/console/", "/client/", "/console/policies", "/client/a/b/c", "/console/policies/membership.price"] {
        let answer = get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains("<title>app</title>"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    }
    assert!(get("/console/search/%E4%B8%AD").await.body.contains("<title>app"), "a place may be written with signs");
    for path in ["/console/assets/gone.js", "/console/gone.webmanifest", "/console/assets/main-Ab3.js.br"] {
        assert_eq!(get(path).await.status, 404, "{path}");
    }
    assert_eq!(get("/consoles/").await.status, 404);
}

#[tokio::test]
async fn a_place_may_end_like_a_file() {
    let html = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    for path in
        ["/client/values/site.map", "/client/values/shop.json", "/console/policies/staff.html", "/client/a/x.gz"]
    {
        let answer = send(built(), "GET", path, &html).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains("<title>app</title>"), "{path}");
        assert!(answer.headers.get_all("vary").iter().any(|it| it == "Accept"), "{path}");
        assert_eq!(
            send(built(), "GET", path, &[("accept", "*/*")]).await.status,
            404,
            "{path}: a script asks for a file"
        );
    }
    for path in ["/console/assets/gone.js", "/console/gone.json", "/console/assets/main-Ab3.js.br"] {
        assert_eq!(send(built(), "GET", path, &html).await.status, 404, "{path}");
    }
    assert!(
        send(built(), "GET", "/console/assets/main-Ab3.js", &html).await.body.contains("plain"),
        "a file is a file"
    );
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    for path in [
        "/console/../Cargo.toml",
        "/console/../../Cargo.toml",
        "/console/..%2f..%2fCargo.toml",
        "/console/%2e%2e/%2e%2e/Cargo.toml",
        "/console/assets/../../../Cargo.toml",
        "/console//etc/passwd",
        "/console/..\\..\\Cargo.toml",
        "/console/assets/..%5c..%5cbuild.rs",
        "/console/%00.html",
        "/console/../../src/front.css",
        "/console/..%2f..%2fsrc%2ffront.css",
        "/console/../../src/front.html",
        "/console/.hidden.txt",
        "/console/assets//main-Ab3.js",
        "/console/./sw.js",
    ] {
        let Ok(uri) = path.parse::<axum::http::Uri>() else { continue };
        let answer = get(&uri.to_string()).await;
        let harmless = answer.status == 404 || answer.body.contains("<title>app</title>");
        assert!(harmless, "{path}: {} {}", answer.status, answer.body);
    }
    let site = Site::of::<Fixture>("console");
    for path in
        ["../../Cargo.toml", "..", ".", "", "/etc/passwd", "assets/", "assets/../index.html", "a\\b", ".hidden.txt"]
    {
        assert!(site.file(path).is_none(), "{path}");
    }
}

#[tokio::test]
async fn files_have_their_types_and_their_time() {
    for (path, kind, caching) in [
        ("/console/assets/main-Ab3.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/client/assets/only-plain.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/client/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/client/manifest.webmanifest", "application/manifest+json; charset=utf-8", "no-cache"),
        ("/console/documents.json", "application/json; charset=utf-8", "no-cache"),
    ] {
        let answer = get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, kind), "{path}");
        assert_eq!(answer.header("cache-control"), caching, "{path}");
    }
    assert_eq!(kind::of("a/font.woff2"), Some("font/woff2"));
    assert_eq!(kind::of("a/b.map"), Some("application/json; charset=utf-8"));
    assert_eq!(kind::of("a.b/c"), None);
}

#[tokio::test]
async fn the_smallest_form_that_the_client_takes_is_served() {
    let path = "/console/assets/main-Ab3.js";
    for (accept, coding, body) in [
        ("gzip, br", "br", "br of main\n"),
        ("gzip", "gzip", "gz of main\n"),
        ("br;q=0, identity", "", "console.log(\"plain\");\n"),
    ] {
        let answer = send(built(), "GET", path, &[("accept-encoding", accept)]).await;
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (coding, body), "{accept}");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    }
    let plain = send(built(), "GET", "/console/assets/only-plain.css", &[("accept-encoding", "br")]).await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "Accept-Encoding"));
}

#[tokio::test]
async fn who_has_a_file_already_is_told_so() {
    let path = "/console/assets/main-Ab3.js";
    let first = get(path).await;
    let tag = first.header("etag").to_owned();
    let packed = send(built(), "GET", path, &[("accept-encoding", "br")]).await;
    assert_ne!(packed.header("etag"), tag, "another form, another tag");
    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let again = send(built(), "GET", path, &[("if-none-match", &known)]).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{known}");
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("cache-control"), "public, max-age=31536000, immutable");
    }
    assert_eq!(send(built(), "GET", path, &[("if-none-match", "\"x\"")]).await.status, 200);
}

#[tokio::test]
async fn pages_run_and_load_only_what_is_ours() {
    for path in ["/", "/front.css", "/console/", "/client/sw.js", "/console/gone.js", "/console"] {
        let answer = get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; "), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=(self)"));
    }
}

#[tokio::test]
async fn the_explorer_has_a_nonce_of_its_own_in_every_answer() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let answer = send(built(), "GET", "/console/explorer.html", &[("accept-encoding", "br, gzip")]).await;
        let policy = answer.header("content-security-policy");
        let (_, rest) = policy.split_once("style-src 'self' 'nonce-").unwrap();
        let nonce = rest.split('\'').next().unwrap().to_owned();
        assert!(nonce.len() >= 22);
        assert_eq!(answer.body.matches(&nonce).count(), 2);
        assert!(!answer.body.contains("__CSP_NONCE__"));
        assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""));
        seen.push(nonce);
    }
    assert_ne!(seen[0], seen[1]);
}

#[tokio::test]
async fn the_bare_name_leads_to_the_app_and_nowhere_else() {
    for (path, place) in
        [("/console", "/console/"), ("/client?a=b", "/client/?a=b"), ("/client?//x.y", "/client/?//x.y")]
    {
        let answer = get(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, place));
    }
}

#[tokio::test]
async fn only_reading_is_allowed() {
    for path in ["/", "/console/", "/console/assets/main-Ab3.js"] {
        assert_eq!(send(built(), "POST", path, &[]).await.status, 405, "{path}");
        let head = send(built(), "HEAD", path, &[]).await;
        assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""), "{path}");
    }
}

#[tokio::test]
async fn the_front_page_leads_on_or_says_what_is_missing() {
    let front = get("/").await;
    assert_eq!(front.status, 200);
    for part in
        ["<main>", "<h1>", "href=\"/console/\"", "href=\"/client/\"", "href=\"/console/explorer.html\"", "lang=\"en\""]
    {
        assert_eq!(front.body.matches(part).count().min(1), 1, "{part}");
    }
    assert_eq!(front.body.matches("<h1>").count(), 1);
    assert!(!front.body.contains("<script") && !front.body.contains("style=") && !front.body.contains('{'));

    let bare = send(unbuilt(), "GET", "/", &[]).await;
    assert!(bare.status == 200 && bare.body.contains("cargo xtask demo") && bare.body.contains("npm ci"));
    for path in ["/console/", "/client/x", "/console/explorer.html"] {
        let answer = send(unbuilt(), "GET", path, &[]).await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::NOT_FOUND, "no-store"), "{path}");
        assert!(answer.body.contains("npm run build") && answer.body.matches("<h1>").count() == 1, "{path}");
    }
}
