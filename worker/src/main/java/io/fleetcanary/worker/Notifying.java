package io.fleetcanary.worker;

import io.fleetcanary.activity.notification.Target;
import io.fleetcanary.activity.notification.Target.Login;
import io.fleetcanary.activity.notification.Target.Mail;
import io.fleetcanary.activity.notification.Target.Way;
import io.fleetcanary.worker.file.InvalidConfigurationException;
import jakarta.validation.Valid;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told what becomes of rollouts.
 *
 * @param targets by a name of one's own; default nobody
 */
public record Notifying(@Valid @DefaultValue Map<String, Somebody> targets) {
  private static final String PATH = "fleetcanary.notifications.targets.";

  public Notifying {
    targets = new TreeMap<>(targets);
  }

  /**
   * What is configured, checked.
   *
   * @throws InvalidConfigurationException that names the setting and shows no value that may be a
   *     secret
   */
  SortedMap<String, Target> checked() {
    SortedMap<String, Target> checked = new TreeMap<>();
    targets.forEach((name, somebody) -> checked.put(name, somebody.target(PATH + name)));
    return checked;
  }

  /**
   * One who is told. Any value may be a secret but {@code way} and {@code events}.
   *
   * @param way {@code cloudevents}, {@code slack}, {@code chat}, {@code teams} or {@code email}
   * @param url of the webhook, or {@code smtp://host:port}
   * @param token bearer token of the webhook; default none
   * @param secret signs what is sent to a webhook, as Standard Webhooks have it; default none
   * @param user of the mail server; default none
   * @param password of that user; default none
   * @param from address, for e-mail
   * @param to addresses, for e-mail
   * @param events which kinds; default all
   */
  public record Somebody(
      @DefaultValue("cloudevents") Way way,
      @DefaultValue("") String url,
      @DefaultValue("") String token,
      @DefaultValue("") String secret,
      @DefaultValue("") String user,
      @DefaultValue("") String password,
      @DefaultValue("") String from,
      @DefaultValue List<String> to,
      @DefaultValue List<String> events) {
    Target target(String path) {
      try {
        return new Target(
            way,
            new URI(url),
            new Login(token, secret, user, password),
            new Mail(from, to),
            events);
      } catch (URISyntaxException | IllegalArgumentException wrong) {
        String rule =
            wrong instanceof URISyntaxException ? "url must be a URL" : wrong.getMessage();
        throw new InvalidConfigurationException(path, List.of(String.valueOf(rule)));
      }
    }

    /** Never shows what may be a secret. */
    @Override
    public String toString() {
      return way + " " + events;
    }
  }
}
