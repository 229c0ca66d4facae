package io.fleetcanary.lab.preset;

import io.fleetcanary.lab.preset.PromtoolCase.Expected;
import io.fleetcanary.lab.preset.PromtoolCase.Series;
import java.util.List;
import java.util.stream.Stream;

/**
 * What DCGM's exporter shows of XIDs: a gauge with the last code, which stays for ever, and, where
 * somebody asked for it, how many there were in the last five minutes.
 */
final class XidCases {
  private static final String GPU = "namespace=\"ml\",pod=\"chat-canary-1\",UUID=\"GPU-1\"";

  /** Four and a half minutes old when it is looked at. */
  private static final String YOUNG = "_x9 ";

  private XidCases() {}

  /** Those of a kernel: 13, 31, 43 and 45. */
  static List<PromtoolCase> application(String expr) {
    return List.of(
        one(expr, 0, last("0x40")),
        one(expr, 0, last("31x40")),
        one(expr, 1, last("0x9 31x20")),
        one(expr, 1, last("31x9 13x20")),
        one(expr, 1, last("0x9 stale", "0"), last("_x9 31x20", "31")),
        one(expr, 0, last("0x9 stale", "0"), last("_x9 79x20", "79")),
        one(expr, 300, last("31x40"), counted("0+30x9 300x20", "31")),
        one(expr, 0, last("79x40"), counted("0+30x9 300x20", "79")),
        new PromtoolCase(
            expr,
            List.of(load(YOUNG + "90x20"), last(YOUNG + "31x20"), counted(YOUNG + "3x20", "31")),
            Expected.of(0)));
  }

  /** All others: the GPU, its memory, its links. */
  static List<PromtoolCase> hardware(String expr) {
    return List.of(
        one(expr, 0, last("0x40")),
        one(expr, 0, last("79x40")),
        one(expr, 1, last("0x9 79x20")),
        one(expr, 1, last("0x9 stale", "0"), last("_x9 48x20", "48")),
        one(expr, 0, last("0x9 stale", "0"), last("_x9 31x20", "31")),
        one(expr, 300, last("74x40"), counted("0+30x9 300x20", "74")),
        one(expr, 0, last("31x40"), counted("0+30x9 300x20", "31")),
        new PromtoolCase(
            expr,
            List.of(load(YOUNG + "90x20"), last(YOUNG + "94x20"), counted(YOUNG + "3x20", "94")),
            Expected.of(0)));
  }

  /** Of a GPU that has been the pod's for ever. */
  private static PromtoolCase one(String expr, int expected, Series... xids) {
    return new PromtoolCase(
        expr,
        Stream.concat(Stream.of(load("90x40")), Stream.of(xids)).toList(),
        Expected.of(expected));
  }

  private static Series load(String values) {
    return new Series("DCGM_FI_DEV_GPU_UTIL{" + GPU + "}", values);
  }

  private static Series last(String values) {
    return new Series("DCGM_FI_DEV_XID_ERRORS{" + GPU + "}", values);
  }

  /** Newer exporters put the code into a label too: another code is another series. */
  private static Series last(String values, String code) {
    String labels = ",err_code=\"" + code + "\",err_msg=\"text of " + code + "\"";
    return new Series("DCGM_FI_DEV_XID_ERRORS{" + GPU + labels + "}", values);
  }

  private static Series counted(String values, String xid) {
    return new Series("DCGM_EXP_XID_ERRORS_COUNT{" + GPU + ",xid=\"" + xid + "\"}", values);
  }
}
