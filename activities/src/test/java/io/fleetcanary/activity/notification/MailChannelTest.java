package io.fleetcanary.activity.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.fleetcanary.activity.notification.Target.Login;
import io.fleetcanary.activity.notification.Target.Mail;
import io.fleetcanary.activity.notification.Target.Way;
import io.temporal.failure.ApplicationFailure;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailChannelTest {
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void writesToAllOfThem() throws Exception {
    channel(Login.NONE).tell(Samples.QUESTION);

    MimeMessage[] messages = server.getReceivedMessages();
    assertThat(messages).hasSize(2);
    assertThat(messages[0].getSubject())
        .isEqualTo("inference/chat 2026.11.3: approval.requested first");
    assertThat(messages[0].getHeader("X-FleetCanary-Event")).containsExactly("0b5d3c1e-run/3");
    assertThat(messages[0].getContent().toString())
        .contains("wave first has baked, release-managers may approve")
        .contains("until 2026-11-04T12:00:00Z; otherwise the rollout is rejected")
        .contains("fleetcanary approve inference/chat --gate first --digest 4be1d0a5")
        .contains("https://ui.example/");
  }

  @Test
  void putsNothingOfWhatSomebodyTypedIntoAHeader() throws Exception {
    channel(Login.NONE).tell(Samples.ended("rejected by eve: x\r\nBcc: all@example.com"));

    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getContent().toString()).contains("x; Bcc: all@example.com");
  }

  @Test
  void sendsNoPasswordOverAnOpenLine() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> channel(new Login("", "", "ann", "s3cret")).tell(Samples.QUESTION));

    assertThat(failure.getOriginalMessage())
        .startsWith("the mail server cannot be used: ")
        .doesNotContain("s3cret");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void isTriedAgainWhenNobodyIsThere() {
    Channel channel = channel(Login.NONE);
    server.stop();

    ApplicationFailure failure =
        catchThrowableOfType(ApplicationFailure.class, () -> channel.tell(Samples.QUESTION));

    assertThat(failure.isNonRetryable()).isFalse();
  }

  private Channel channel(Login login) {
    URI url = URI.create("smtp://127.0.0.1:" + server.getSmtp().getPort());
    Mail mail = new Mail("fleetcanary@example.com", List.of("ann@example.com", "bob@example.com"));
    return new MailChannel(
        new Target(Way.EMAIL, url, login, mail, List.of()), new Wording(Samples.UI));
  }
}
