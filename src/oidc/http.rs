//! Requests to the provider: bounded in time and size, and never led elsewhere.

use std::time::Duration;

use futures_util::future::BoxFuture;
use oauth2::http::Response;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};

const CONNECT: Duration = Duration::from_secs(3);
const WHOLE: Duration = Duration::from_secs(8);
/// Far more than any document of a provider.
const LARGEST: usize = 1 << 20;

/// Why a request to the provider came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    #[error("{0}")]
    Transport(#[from] reqwest::Error),
    #[error("it answered more than {LARGEST} bytes")]
    TooLarge,
    #[error("it answered {0}")]
    Status(u16),
    #[error("its answer is not what it should be: {0}")]
    Malformed(String),
    #[error("{0}")]
    Answer(#[from] oauth2::http::Error),
}

/// A client over one pool of connections.
#[derive(Debug, Clone)]
pub(super) struct Http(reqwest::Client);

impl Http {
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .build()?;
        Ok(Self(client))
    }

    /// A JSON document.
    pub(super) async fn document<T: serde::de::DeserializeOwned>(
        &self,
        url: &str,
        bearer: Option<&str>,
    ) -> Result<T, Failed> {
        let mut request = self.0.get(url).header("accept", "application/json");
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        let response = request.send().await?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(Failed::Status(response.status().as_u16()));
        }
        let body = bounded(response).await?;
        serde_json::from_slice(&body).map_err(|error| Failed::Malformed(error.to_string()))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Failed> {
        let response = self.0.execute(request.try_into()?).await?;
        let mut answer = Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        Ok(answer.body(bounded(response).await?)?)
    }
}

/// What the OAuth library asks for.
impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Failed;
    type Future = BoxFuture<'c, Result<HttpResponse, Failed>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

async fn bounded(mut response: reqwest::Response) -> Result<Vec<u8>, Failed> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > LARGEST {
            return Err(Failed::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
