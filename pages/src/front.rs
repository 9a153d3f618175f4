//! The front page: which pages there are, in words that need no script.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;

use crate::serve::page;
use crate::site::Site;

const FRONT: &str = include_str!("front.html");
const UNBUILT: &str = include_str!("unbuilt.html");
const STYLE: &str = include_str!("front.css");
const HTML: &str = "text/html; charset=utf-8";

pub(crate) fn routes(console: Site, client: Site) -> Router {
    Router::new()
        .route("/", get(move || async move { front(console.is_built() && client.is_built()) }))
        .route("/front.css", get(async || lasting(page(StatusCode::OK, "text/css; charset=utf-8", Body::from(STYLE)))))
}

fn front(built: bool) -> Response {
    let (notice, links) = if built { ("", LINKS) } else { (HOW, "") };
    lasting(page(StatusCode::OK, HTML, Body::from(FRONT.replace("{notice}", notice).replace("{links}", links))))
}

/// Instead of an app that is not there.
pub(crate) fn unbuilt(site: Site) -> Response {
    let text = UNBUILT.replace("{how}", HOW).replace("{app}", site.name);
    let mut response = page(StatusCode::NOT_FOUND, HTML, Body::from(text));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn lasting(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

const LINKS: &str = r#"<ul class="ways">
      <li>
        <a href="/console/">总部控制台 <span lang="en">Console</span></a>
        <p>总部人员:分会、政策下发、权限、审计与运行状况。</p>
        <p lang="en">For headquarters: chapters, policies on their way, rights, the audit log and operations.</p>
      </li>
      <li>
        <a href="/client/">舵主客户端 <span lang="en">Helmsman’s client</span></a>
        <p>舵主:收到的政策、确认与本分会的取值;可安装,可离线阅读。</p>
        <p lang="en">For helmsmen: policies that reached you, and your chapter’s values. Installable; reads offline.</p>
      </li>
      <li>
        <a href="/console/explorer.html">接口浏览器 <span lang="en">API explorer</span></a>
        <p>开发者:在浏览器中试用 GraphQL 接口。</p>
        <p lang="en">For developers: try the GraphQL API in the browser.</p>
      </li>
    </ul>"#;

const HOW: &str = r#"<section class="how">
      <h2>页面尚未构建 <span lang="en">The pages are not built</span></h2>
      <p>接口已在运行,只是这次构建不含页面。在源码目录中执行其一:</p>
      <p lang="en">The API is running; this build came without its pages. In the source folder, either</p>
      <pre><code>cargo xtask demo</code></pre>
      <p>或 <span lang="en">or</span></p>
      <pre><code>cd web &amp;&amp; npm ci &amp;&amp; npm run build</code></pre>
      <p>调试构建随后刷新即可;发布构建需重新编译。</p>
      <p lang="en">Then reload (a debug build) or compile again (a release build).</p>
    </section>"#;
