//! The pages for those who watch over the bot: `/healthz`, `/readyz` and `/metrics`.

use super::Monitor;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use log::{error, info, warn};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves the pages until it is dropped. A port that is taken is no reason not to answer people: it is logged.
pub async fn serve(listen: String, monitor: Arc<Monitor>) {
    if listen.is_empty() {
        return std::future::pending().await;
    }
    match TcpListener::bind(&listen).await {
        Ok(listener) => {
            info!("/healthz, /readyz and /metrics are at http://{listen}");
            if let Err(failure) = axum::serve(listener, router(monitor)).await {
                error!("http.listen = \"{listen}\" failed ({failure})");
            }
        }
        Err(failure) => {
            warn!(
                "http.listen = \"{listen}\" cannot be used ({failure}): name a free port, or \"\" for none; the bot runs without"
            );
        }
    }
    std::future::pending::<()>().await;
}

fn router(monitor: Arc<Monitor>) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(monitor)
}

async fn ready(State(monitor): State<Arc<Monitor>>) -> impl IntoResponse {
    let ailments = monitor.ailments();
    if ailments.is_empty() {
        (StatusCode::OK, "ready\n".to_owned())
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, ailments.join("\n") + "\n")
    }
}

async fn metrics(State(monitor): State<Arc<Monitor>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], monitor.text())
}
