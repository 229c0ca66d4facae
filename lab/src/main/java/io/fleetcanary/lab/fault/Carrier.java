package io.fleetcanary.lab.fault;

import java.io.IOException;

/** How what comes on one connection is carried to the other side. */
public interface Carrier {
  /** Carries until one side ends; the caller closes the strand. */
  void carry(Strand strand) throws IOException;
}
