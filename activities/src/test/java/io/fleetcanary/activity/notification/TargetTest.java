package io.fleetcanary.activity.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.activity.notification.Target.Login;
import io.fleetcanary.activity.notification.Target.Mail;
import io.fleetcanary.activity.notification.Target.Way;
import io.fleetcanary.workflow.notification.Notification.Kind;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "CLOUDEVENTS, smtp://mail.example.com, url must be http://… or https://… with a host",
    "CLOUDEVENTS, hooks/s3cret, url must be http://… or https://… with a host",
    "SLACK, https://ann:s3cret@example.com, url must not have a user in it; set user and password",
    "EMAIL, https://mail.example.com, url must be smtp://… or smtps://… with a host",
    "EMAIL, smtp://mail.example.com, an e-mail needs from and to"
  })
  void refusesWhatDoesNotGoTogetherAndShowsNoSecret(Way way, URI url, String rule) {
    assertThatThrownBy(() -> new Target(way, url, Login.NONE, Mail.NONE, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(rule);
  }

  @Test
  void refusesAnEventThatThereIsNotAndNamesThoseThereAre() {
    assertThatThrownBy(() -> target("promotd"))
        .hasMessageStartingWith("events must be of aborted, approval.decided, ")
        .hasMessageEndingWith(", got promotd");
  }

  @Test
  void hearsAllOrWhatItAsksFor() {
    assertThat(Kind.values()).allMatch(target()::wants);
    assertThat(Kind.values())
        .filteredOn(target("end", "approval.requested")::wants)
        .containsExactly(
            Kind.APPROVAL_REQUESTED,
            Kind.TEST,
            Kind.PROMOTED,
            Kind.ROLLED_BACK,
            Kind.ABORTED,
            Kind.REJECTED,
            Kind.PARTLY_PROMOTED,
            Kind.HANDED_OVER,
            Kind.REFUSED,
            Kind.TERMINATED);
  }

  @Test
  void showsNoSecret() {
    Target target =
        new Target(
            Way.SLACK,
            URI.create("https://example.com/s3cret"),
            new Login("s3cret", "s3cret", "s3cret", "s3cret"),
            Mail.NONE,
            List.of());

    assertThat(target + " " + target.login()).doesNotContain("s3cret");
  }

  private static Target target(String... events) {
    return new Target(
        Way.CLOUDEVENTS, URI.create("https://example.com"), Login.NONE, Mail.NONE, List.of(events));
  }
}
