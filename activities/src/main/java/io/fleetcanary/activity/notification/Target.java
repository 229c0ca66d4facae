package io.fleetcanary.activity.notification;

import io.fleetcanary.workflow.notification.Notification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody who is told, as an installation is set up.
 *
 * @param way how
 * @param url {@code http}, {@code https}, or {@code smtp}, {@code smtps} for e-mail; may be a
 *     secret
 * @param login what it takes to be let in
 * @param mail from whom and to whom, for e-mail
 * @param events kinds as they are called outside, or {@code end} for all that end a rollout; none
 *     means all
 */
public record Target(Way way, URI url, Login login, Mail mail, List<String> events) {
  private static final String END = "end";

  /**
   * @throws IllegalArgumentException when the parts do not go together; the message is the rule and
   *     shows no value that may be a secret
   */
  public Target {
    events = List.copyOf(events);
    check(way, url);
    if (way == Way.EMAIL && (mail.from().isEmpty() || mail.to().isEmpty())) {
      throw new IllegalArgumentException("an e-mail needs from and to");
    }
    for (String event : events) {
      if (!known().contains(event)) {
        throw new IllegalArgumentException(
            "events must be of " + String.join(", ", known()) + ", got " + event);
      }
    }
  }

  private static void check(Way way, URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    Set<String> schemes = way == Way.EMAIL ? Set.of("smtp", "smtps") : Set.of("http", "https");
    if (!schemes.contains(scheme) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "url must be "
              + new TreeSet<>(schemes).stream().collect(Collectors.joining("://… or ", "", "://…"))
              + " with a host");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("url must not have a user in it; set user and password");
    }
  }

  private static List<String> known() {
    return Stream.concat(
            EnumSet.allOf(Notification.Kind.class).stream().map(Notification.Kind::text),
            Stream.of(END))
        .sorted()
        .toList();
  }

  boolean wants(Notification.Kind kind) {
    return events.isEmpty()
        || kind == Notification.Kind.TEST
        || events.contains(kind.text())
        || (kind.last() && events.contains(END));
  }

  /** Never shows what may be a secret. */
  @Override
  public String toString() {
    return way.toString();
  }

  /** How people are told. */
  public enum Way {
    /** CloudEvents 1.0, structured, by POST. */
    CLOUDEVENTS,
    /** Slack's incoming webhook. */
    SLACK,
    /** {@code {"text": …}}: Mattermost, Rocket.Chat, Google Chat. */
    CHAT,
    /** An Adaptive Card for a webhook of Teams' workflows. */
    TEAMS,
    EMAIL
  }

  /**
   * What it takes to be let in; empty where nothing is asked for.
   *
   * @param token sent as a bearer token
   * @param secret signs what is sent, as Standard Webhooks have it
   * @param user of the mail server
   * @param password of that user
   */
  public record Login(String token, String secret, String user, String password) {
    private static final Pattern PRINTED = Pattern.compile("[!-~]*");
    private static final String ENCODED = "whsec_";

    /** Nothing is asked for. */
    public static final Login NONE = new Login("", "", "", "");

    /**
     * Without the line end that a file of a secret often has.
     *
     * @throws IllegalArgumentException when one of the first two cannot be used, without showing it
     */
    public Login {
      token = token.strip();
      secret = secret.strip();
      password = password.replaceFirst("\\R$", "");
      if (!PRINTED.matcher(token).matches()) {
        throw new IllegalArgumentException("token must be of printed ASCII characters");
      }
      if (secret.startsWith(ENCODED) && decoded(secret).length == 0) {
        throw new IllegalArgumentException("secret must be Base64 behind whsec_");
      }
    }

    /** What signs, as bytes; none where nothing is signed. */
    byte[] key() {
      return secret.startsWith(ENCODED) ? decoded(secret) : secret.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String secret) {
      try {
        return Base64.getDecoder().decode(secret.substring(ENCODED.length()));
      } catch (IllegalArgumentException wrong) {
        return new byte[0];
      }
    }

    /** Never shows any of it. */
    @Override
    public String toString() {
      return "login";
    }
  }

  /**
   * Who writes to whom.
   *
   * @param from an address
   * @param to addresses
   */
  public record Mail(String from, List<String> to) {
    /** Of what is no e-mail. */
    public static final Mail NONE = new Mail("", List.of());

    public Mail {
      to = List.copyOf(to);
    }
  }
}
