package io.fleetcanary.workflow.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.workflow.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person typed, read without ever failing: nothing, a string, a number or an object. An
 * object in quotes, as shells and generic clients make of it, is the object.
 *
 * @param gate a wave's name or {@code hold/<cluster>/<n>}; empty when not given, like all others
 * @param cluster its name
 * @param digest of the plan that the person saw
 * @param by who
 * @param reason why
 * @param signature by which {@code by} is proved; empty where it is only claimed
 * @param at when that was signed
 * @param withdraw whether an earlier consent is taken back
 */
public record Typed(
    String gate,
    String cluster,
    String digest,
    String by,
    String reason,
    String signature,
    String at,
    boolean withdraw) {
  private static final int LONGEST = 300;
  private static final int LONGEST_SIGNATURE = 2000;

  /** What nobody has signed. */
  public Typed(String gate, String cluster, String digest, String by, String reason) {
    this(gate, cluster, digest, by, reason, "", "", false);
  }

  /** What was typed with a message of this name. */
  public static Typed of(String message, @Nullable Object input) {
    return switch (message) {
      case "approve", "reject" -> answer(input);
      case "retry", "skip", "abandon" -> forCluster(input);
      default -> order(input);
    };
  }

  /** An answer to a question; bare text is the gate's name. */
  public static Typed answer(@Nullable Object input) {
    return unquoted(input) instanceof Map<?, ?> fields
        ? of(fields)
        : new Typed(text(input), "", "", "", "");
  }

  /** An order that stands for itself; bare text is the reason. */
  public static Typed order(@Nullable Object input) {
    return unquoted(input) instanceof Map<?, ?> fields
        ? of(fields)
        : new Typed("", "", "", "", text(input));
  }

  /** An order for one cluster; bare text is its name. */
  public static Typed forCluster(@Nullable Object input) {
    return unquoted(input) instanceof Map<?, ?> fields
        ? of(fields)
        : new Typed("", text(input), "", "", "");
  }

  /** Whether an answer leaves nothing out; going back needs the gate only. */
  public boolean complete(boolean goOn) {
    return !gate.isEmpty() && (!goOn || (!digest.isEmpty() && !by.isEmpty()));
  }

  public String who() {
    return by.isEmpty() ? "somebody" : by;
  }

  /** {@code rejected by ann: too slow}. */
  public String sentence(String done) {
    return sentence(done, who());
  }

  /** {@code approved by ann (verified): fine}, of a consent: how sure it is who gives it counts. */
  String consented(Identity identity) {
    return sentence("approved", identity.beside(who()));
  }

  private String sentence(String done, String whom) {
    return done + " by " + whom + (reason.isEmpty() ? "" : ": " + reason);
  }

  /**
   * Whatever is written there but no: who takes something back must not go on by a typing error.
   */
  private static boolean said(@Nullable Object flag) {
    String text = text(flag);
    return !text.isEmpty() && !text.equalsIgnoreCase("false");
  }

  private static @Nullable Object unquoted(@Nullable Object input) {
    if (!(input instanceof String text) || !text.strip().startsWith("{")) {
      return input;
    }
    try {
      return Payloads.mapper().readValue(text, Map.class);
    } catch (JsonProcessingException justText) {
      return input;
    }
  }

  private static Typed of(Map<?, ?> fields) {
    return new Typed(
        text(fields.get("gate")),
        text(fields.get("cluster")),
        text(fields.get("digest")),
        name(fields.get("by")),
        text(fields.get("reason")),
        text(fields.get("signature"), LONGEST_SIGNATURE),
        text(fields.get("at")),
        said(fields.get("withdraw")));
  }

  /** Without what only we may add to a name. */
  private static String name(@Nullable Object value) {
    return text(text(value).replaceAll("[()]", " "));
  }

  private static String text(@Nullable Object value) {
    return text(value, LONGEST);
  }

  /** One clean line, cut where it is too long: it is shown in lists, and passed on as JSON. */
  private static String text(@Nullable Object value, int longest) {
    String line = value == null ? "" : value.toString().replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    String cut = line.length() <= longest ? line : line.substring(0, longest - 1) + "…";
    // through bytes, because half a surrogate pair cannot be written as JSON
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
