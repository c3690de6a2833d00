//! Telegram's side of a webhook: posting the queued updates to the bot.

use std::time::Duration;

use super::fake_api::FakeApi;
use super::http;

/// How often an update the bot did not take is posted again.
const ATTEMPTS: usize = 20;
/// The pause before that. Telegram's own is longer.
const PAUSE: Duration = Duration::from_millis(100);

impl FakeApi {
    /// Posts all queued updates, in order, one at a time, to the path of the
    /// registered webhook at `address` (`127.0.0.1:8443`), which stands for the
    /// host in the address and its TLS, with the secret. An update answered by
    /// a 2xx is done; any other answer makes Telegram post it again. Gives the
    /// status of every post. Panics if no webhook is set, or if the bot does
    /// not take an update after 20 posts.
    pub async fn deliver_to_webhook(&self, address: &str) -> Vec<u16> {
        let webhook = self.webhook().expect("the bot has called setWebhook");
        let host_and_path = webhook.url.trim_start_matches("https://");
        let path = host_and_path.split_once('/').map_or("", |(_, path)| path);
        let url = format!("http://{address}/{path}");
        let mut headers = vec![("Content-Type", "application/json")];
        if let Some(secret) = &webhook.secret_token {
            headers.push(("X-Telegram-Bot-Api-Secret-Token", secret));
        }

        let mut statuses = Vec::new();
        for update in self.pending_updates() {
            let mut taken = false;
            for _ in 0..ATTEMPTS {
                // Status 0 stands for a connection that failed.
                let answer = http::request("POST", &url, &headers, &update.to_string()).await;
                let status = answer.map_or(0, |answer| answer.status);
                statuses.push(status);
                taken = (200..300).contains(&status);
                if taken {
                    break;
                }
                tokio::time::sleep(PAUSE).await;
            }
            assert!(taken, "the webhook did not take {update}: {statuses:?}\n{}", self.story());
            let id = update["update_id"].as_i64().unwrap_or_default();
            self.shared.change(|state| state.updates.taken(id));
        }
        statuses
    }
}
