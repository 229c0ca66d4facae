package io.fleetcanary.lab.gameday;

import io.fleetcanary.lab.fault.Cable;
import io.fleetcanary.lab.fault.Trap;
import io.fleetcanary.lab.fault.Traps;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Does what people order, one line at a time. */
final class Orders {
  static final String HELP =
      """
      faults of requests, each with any of: on METHOD,...|writes|reads|all, path TEXT, from N, times N, for TIME
        429 retry-after 2s | 409 | 500 | ...   answered so, not passed on
        reply-lost                             passed on and done, the answer is lost
        late 3s, slow-body 10s, half-body      passed on; the answer comes late, slowly, not whole
        silent, broken                         not passed on; never answered, connection closed
      faults of the line, each with: for TIME
        cut, refuse, half-open, delay 2s
      join     the line is as it was        clear    no request meets a fault any more
      hits     what was met so far          end      stop
      """;

  private final Cable cable;
  private final Optional<Traps> traps;

  /**
   * @param traps none where requests are not read
   */
  Orders(Cable cable, Optional<Traps> traps) {
    this.cable = cable;
    this.traps = traps;
  }

  /**
   * Does it, and says what was done.
   *
   * @throws IllegalArgumentException if it cannot be understood, or cannot be done here
   */
  String obey(String line) {
    Words words = new Words(line);
    String first = words.next();
    return switch (first) {
      case "" -> "";
      case "help" -> HELP;
      case "hits" -> hits();
      case "clear" -> {
        traps.ifPresent(Traps::clear);
        yield "no request meets a fault";
      }
      case "join" -> {
        cable.join();
        yield "joined";
      }
      case "cut" -> spoil(words, cable::cut, line);
      case "refuse" -> spoil(words, cable::refuse, line);
      case "half-open" -> spoil(words, cable::halfOpen, line);
      case "delay" -> {
        Duration by = words.time();
        yield spoil(words, () -> cable.slow(by), line);
      }
      default -> {
        reading().set(new Trap(words.rule(first)));
        yield line.strip();
      }
    };
  }

  private String spoil(Words words, Runnable fault, String line) {
    Optional<Duration> time = words.next("for") ? Optional.of(words.time()) : Optional.empty();
    words.end();
    fault.run();
    time.ifPresent(cable::joinAfter);
    return line.strip();
  }

  private String hits() {
    String requests =
        traps.stream()
            .flatMap(all -> all.all().stream())
            .map(trap -> "%d x %s%n".formatted(trap.hits(), trap.rule().fault()))
            .collect(Collectors.joining());
    return requests + cable.spoilt() + " x connections spoilt";
  }

  private Traps reading() {
    return traps.orElseThrow(
        () ->
            new IllegalArgumentException(
                "requests behind https can be read only with --kubeconfig and --context, not with"
                    + " --to"));
  }
}
