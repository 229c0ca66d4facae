package io.fleetcanary.activity.notification;

import io.fleetcanary.activity.notification.Target.Login;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A POST to one address.
 *
 * <p>Signed, where a secret is set, as Standard Webhooks have it: HMAC-SHA256 over {@code
 * id.timestamp.body} (<a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">specification</a>).
 */
record WebPost(HttpClient http, URI url, Login login, Clock clock) {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration LONGEST_RESPITE = Duration.ofHours(1);

  /** What whoever is there has understood, and will not take. */
  private static final Set<Integer> NEVER = Set.of(400, 405, 410, 413, 414, 415, 422);

  private static final Set<Integer> LATER = Set.of(429, 503);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");

  void send(String id, String contentType, byte[] body) {
    try {
      HttpResponse<Void> answer =
          http.send(request(id, contentType, body), BodyHandlers.discarding());
      check(answer);
    } catch (HttpTimeoutException late) {
      throw NotDelivered.yet("it did not answer within " + ANSWER.toSeconds() + " s");
    } catch (IOException broken) {
      throw NotDelivered.yet("it cannot be reached: " + broken.getClass().getSimpleName());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw NotDelivered.yet("the worker stops");
    }
  }

  private HttpRequest request(String id, String contentType, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(ANSWER)
            .header("Content-Type", contentType)
            .header("User-Agent", "fleetcanary")
            .POST(BodyPublishers.ofByteArray(body));
    if (!login.token().isEmpty()) {
      request.header("Authorization", "Bearer " + login.token());
    }
    if (!login.secret().isEmpty()) {
      long at = clock.instant().getEpochSecond();
      request
          .header("webhook-id", id)
          .header("webhook-timestamp", Long.toString(at))
          .header("webhook-signature", "v1," + signature(id + "." + at + ".", body));
    }
    return request.build();
  }

  private String signature(String before, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(login.key(), mac.getAlgorithm()));
      mac.update(before.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  private static void check(HttpResponse<?> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    String why = "it answered HTTP " + status;
    if (NEVER.contains(status)) {
      throw NotDelivered.ever(why);
    }
    Optional<Duration> respite = LATER.contains(status) ? respite(answer) : Optional.empty();
    throw respite.isPresent() ? NotDelivered.yet(why, respite.get()) : NotDelivered.yet(why);
  }

  private static Optional<Duration> respite(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(asked -> asked.compareTo(LONGEST_RESPITE) < 0 ? asked : LONGEST_RESPITE);
  }
}
