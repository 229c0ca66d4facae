package io.fleetcanary.core.fleet;

import io.fleetcanary.core.fleet.StableSeen.Rate;
import io.fleetcanary.core.fleet.StableSeen.Routed;
import java.util.List;
import java.util.Optional;

/**
 * What stable's requests came to in the last minutes.
 *
 * @param rates of each metric that is compared; left out where nobody can tell
 * @param routed how many of them came by the routes
 * @param unknown why that is not known where the spec names a counter; a warning
 */
public record RequestsSeen(List<Rate> rates, Routed routed, Optional<String> unknown) {
  /** Nobody has looked. */
  public static final RequestsSeen NOTHING =
      new RequestsSeen(List.of(), Routed.UNKNOWN, Optional.empty());

  public RequestsSeen {
    rates = List.copyOf(rates);
  }
}
