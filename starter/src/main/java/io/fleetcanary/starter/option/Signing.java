package io.fleetcanary.starter.option;

import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.PemPrivateKey;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a person proves to be who they say. */
public final class Signing {
  private static final String AT = "at ";
  private static final String PASSPHRASE = "FLEETCANARY_PASSPHRASE";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "signs with this key: OpenSSH's or PKCS #8; its passphrase is asked for, or that of"
              + " FLEETCANARY_PASSPHRASE")
  private @Nullable Path key;

  @Option(
      names = "--consent",
      paramLabel = "FILE",
      description = "writes what is to be signed there; once signed (FILE.sig), sends it")
  private @Nullable Path consent;

  /**
   * Signs an answer, where that is wanted.
   *
   * @param answer with gate, digest and by; gets the signature and its time
   * @param rollout id of the rollout
   */
  void sign(SortedMap<String, String> answer, Supplier<String> rollout, Surroundings surroundings) {
    if (key == null && consent == null) {
      return;
    }
    Consent wanted =
        new Consent(
            rollout.get(),
            answer.getOrDefault("gate", ""),
            answer.getOrDefault("digest", ""),
            answer.getOrDefault("by", ""),
            surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS));
    try {
      if (key != null) {
        answer.put("signature", signature(key, wanted, surroundings));
        answer.put("at", wanted.at().toString());
      } else if (consent != null) {
        signed(answer, wanted, consent);
      }
    } catch (IOException unreadable) {
      throw refused("must be readable, got none: " + unreadable.getMessage(), List.of());
    } catch (IllegalArgumentException wrong) {
      throw refused(
          "must be OpenSSH's, or PKCS #8 in PEM, got one that " + wrong.getMessage(),
          List.of("with --consent FILE instead, ssh-keygen or openssl sign for you"));
    }
  }

  private static String signature(Path key, Consent wanted, Surroundings surroundings)
      throws IOException {
    String file = Files.readString(key);
    Supplier<Optional<String>> passphrase = () -> passphrase(key, surroundings);
    return PemPrivateKey.is(file)
        ? PemPrivateKey.read(file, passphrase).sign(wanted)
        : OpenSshKey.sign(file, passphrase, wanted);
  }

  /** What the variable says where there is one, else who sits at the terminal. */
  private static Optional<String> passphrase(Path key, Surroundings surroundings) {
    return Optional.ofNullable(surroundings.variables().get(PASSPHRASE))
        .or(() -> surroundings.terminal().flatMap(it -> it.secret("passphrase of " + key + ": ")));
  }

  /** What was signed elsewhere, with a passphrase, an agent or a token. */
  private static void signed(SortedMap<String, String> answer, Consent wanted, Path file)
      throws IOException {
    Path signature = file.resolveSibling(file.getFileName() + ".sig");
    String text = Files.exists(file) ? Files.readString(file) : Consent.BEGINNING;
    if (!text.startsWith(Consent.BEGINNING)) {
      throw new CommandException(
          ExitCode.REFUSED,
          file + " must be a consent or no file yet, got another; nothing was written or sent",
          List.of("name another file"));
    }
    Instant at = at(text);
    boolean same = text.equals(wanted.signedAt(at).text());
    boolean fresh = Duration.between(at, wanted.at()).abs().compareTo(Quorum.FRESH) <= 0;
    if (!same || !fresh || !Files.exists(signature)) {
      Files.writeString(file, wanted.text());
      Files.deleteIfExists(signature);
      throw new CommandException(
          ExitCode.REFUSED,
          file + " is not signed yet; nothing was sent",
          List.of(
              "sign it within 10 min: ssh-keygen -Y sign -n "
                  + Consent.NAMESPACE
                  + " -f KEY "
                  + file,
              "or, with a key in PEM: openssl dgst -sha256 -sign KEY %s | base64 > %s"
                  .formatted(file, signature),
              "then type this command again"));
    }
    answer.put("signature", Files.readString(signature));
    answer.put("at", at.toString());
  }

  private static Instant at(String text) {
    try {
      return text.lines()
          .filter(line -> line.startsWith(AT))
          .map(line -> Instant.parse(line.substring(AT.length())))
          .findFirst()
          .orElse(Instant.EPOCH);
    } catch (DateTimeParseException edited) {
      return Instant.EPOCH;
    }
  }

  private static CommandException refused(String rule, List<String> hints) {
    return new CommandException(ExitCode.REFUSED, "the key " + rule, hints);
  }
}
