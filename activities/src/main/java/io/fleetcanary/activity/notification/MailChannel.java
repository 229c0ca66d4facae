package io.fleetcanary.activity.notification;

import io.fleetcanary.workflow.notification.Notification;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** An e-mail by SMTP: {@code smtps} is encrypted at once, {@code smtp} as soon as it can be. */
final class MailChannel implements Channel {
  private static final String PATIENCE_MILLIS = "8000";

  private final Target target;
  private final Wording wording;
  private final Session session;

  MailChannel(Target target, Wording wording) {
    this.target = target;
    this.wording = wording;
    session = Session.getInstance(properties(target), login(target));
  }

  private static Properties properties(Target target) {
    String protocol = target.url().getScheme();
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    String prefix = "mail." + protocol + ".";
    properties.setProperty(prefix + "host", target.url().getHost());
    if (target.url().getPort() > 0) {
      properties.setProperty(prefix + "port", Integer.toString(target.url().getPort()));
    }
    properties.setProperty(prefix + "connectiontimeout", PATIENCE_MILLIS);
    properties.setProperty(prefix + "timeout", PATIENCE_MILLIS);
    properties.setProperty(prefix + "writetimeout", PATIENCE_MILLIS);
    properties.setProperty(prefix + "sendpartial", "true");
    properties.setProperty(prefix + "starttls.enable", "true");
    boolean secret = !target.login().user().isEmpty();
    properties.setProperty(prefix + "auth", Boolean.toString(secret));
    // a password never goes over the line as it is
    properties.setProperty(prefix + "starttls.required", Boolean.toString(secret));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    return properties;
  }

  private static Authenticator login(Target target) {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(target.login().user(), target.login().password());
      }
    };
  }

  @Override
  public void tell(Notification notification) {
    try {
      Transport.send(message(notification));
    } catch (SendFailedException refused) {
      check(refused);
    } catch (MessagingException failure) {
      throw NotDelivered.yet(
          "the mail server cannot be used: " + failure.getClass().getSimpleName());
    }
  }

  /** Who got it would get it twice: one mailbox that is gone is no reason. */
  private static void check(SendFailedException refused) {
    if (some(refused.getValidSentAddresses())) {
      return;
    }
    throw some(refused.getValidUnsentAddresses())
        ? NotDelivered.yet("the mail server takes it for nobody now")
        : NotDelivered.ever("the mail server knows none of those who are to get it");
  }

  private static boolean some(Address @Nullable [] addresses) {
    return addresses != null && addresses.length > 0;
  }

  private MimeMessage message(Notification notification) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(target.mail().from()));
    for (String to : target.mail().to()) {
      message.addRecipient(RecipientType.TO, new InternetAddress(to));
    }
    message.setSubject(wording.headline(notification), StandardCharsets.UTF_8.name());
    message.setText(text(notification), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(notification.at()));
    // mail programs show what belongs to one rollout together
    String thread = "<" + notification.rollout().runId() + "@fleetcanary>";
    message.setHeader("References", thread);
    message.setHeader("X-FleetCanary-Event", notification.id());
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  private String text(Notification notification) {
    List<String> lines = new ArrayList<>(wording.lines(notification));
    lines.add("");
    lines.addAll(wording.commands(notification));
    wording.link(notification).ifPresent(lines::add);
    return String.join("\r\n", lines) + "\r\n";
  }
}
