package io.fleetcanary.core.document;

import java.util.regex.Pattern;

/**
 * A kind of name, and what it must look like.
 *
 * @param rule completes "must be"
 */
public record Naming(Pattern pattern, int longest, String rule, String fix) {
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final String LOWER_CASE =
      "use lower-case letters, digits and '-', with a letter or digit at both ends";

  /** Namespaces, containers, clusters, waves, metrics. */
  public static final Naming DNS_LABEL =
      of(LABEL, 63, "a DNS label of at most 63 characters", LOWER_CASE);

  /** Room is left so that {@code <service>-canary} is a DNS label too. */
  public static final Naming SERVICE =
      of(LABEL, 56, "a DNS label of at most 56 characters, so that -canary fits on it", LOWER_CASE);

  /** Objects that may have dots in their names. */
  public static final Naming DNS_NAME =
      of(
          LABEL + "(?:\\." + LABEL + ")*",
          253,
          "a DNS name of at most 253 characters",
          "use lower-case letters, digits, '-' and '.', with a letter or digit at both ends");

  /** What Kubernetes takes as the value of a label. */
  public static final Naming LABEL_VALUE =
      of(
          "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?",
          63,
          "a label value of 1 to 63 characters",
          "use letters, digits, '-', '_' and '.', with a letter or digit at both ends");

  /** People, and groups of them. */
  public static final Naming PERSON =
      of(
          "[^\\s()]+(?: [^\\s()]+)*",
          100,
          "a name on one line without parentheses",
          "write e.g. ann or ann@example.org");

  public static final Naming VARIABLE =
      of(
          "[-._a-zA-Z][-._a-zA-Z0-9]*",
          256,
          "the name of an environment variable",
          "use letters, digits, '_', '-' and '.', not starting with a digit");

  /** An OCI reference that can never mean something else tomorrow. */
  public static final Naming IMAGE =
      of(
          "(?:[a-zA-Z0-9][-a-zA-Z0-9.]*(?::[0-9]{1,5})?/)?[a-z0-9][-a-z0-9._]*(?:/[a-z0-9][-a-z0-9._]*)*"
              + "(?::[A-Za-z0-9_][-A-Za-z0-9_.]{0,127})?@sha256:[0-9a-f]{64}",
          512,
          "an image by digest",
          "write it as <repository>@sha256:<64 hex digits>");

  /** A kind of name of somebody else's; the pattern must match whole names. */
  public static Naming of(String pattern, int longest, String rule, String fix) {
    return new Naming(Pattern.compile(pattern), longest, rule, fix);
  }

  /** The pattern in the dialect of JavaScript, which cannot forbid to go back. */
  public String written() {
    return pattern.pattern().replaceAll("([*+?])\\+", "$1");
  }

  public boolean fits(String name) {
    return name.length() <= longest && pattern.matcher(name).matches();
  }
}
