package io.fleetcanary.starter.watch;

import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.screen.Size;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * A terminal that shows one screen and hands on keys as they are pressed. Only lines that look
 * different are written. What was there before comes back in the end.
 */
final class Glass implements AutoCloseable {
  private final Terminal terminal;
  private final Attributes before;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final AtomicBoolean resized = new AtomicBoolean(true);
  private List<String> shown = List.of();
  private Size size = Size.USUAL;

  Glass(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.enterRawMode();
    terminal.handle(Signal.INT, signal -> interrupted.set(true));
    terminal.handle(Signal.WINCH, signal -> resized.set(true));
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
  }

  /** The terminal of this process; empty where input or output is none, or a dumb one. */
  static Optional<Glass> ofThisProcess(Surroundings surroundings) {
    String type = surroundings.variable("TERM", "dumb");
    if (type.isEmpty() || type.equals("dumb")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Glass(
              TerminalBuilder.builder()
                  .system(true)
                  .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                  .dumb(false)
                  .build()));
    } catch (IOException | IllegalStateException none) {
      return Optional.empty();
    }
  }

  /** Whether Ctrl-C was pressed. */
  boolean interrupted() {
    return interrupted.get();
  }

  /** As it is now: people resize. Asked only then, because asking takes a process. */
  Size size() {
    if (resized.getAndSet(false)) {
      org.jline.terminal.Size now = terminal.getSize();
      boolean known = now.getColumns() > 0 && now.getRows() > 0;
      size = known ? new Size(now.getColumns(), now.getRows()) : Size.USUAL;
      shown = List.of();
      terminal.puts(Capability.clear_screen);
    }
    return size;
  }

  /** The next key, or less than 0 when there was none in time. */
  int key(long millis) {
    try {
      int key = terminal.reader().read(millis);
      if (key == NonBlockingReader.EOF) {
        interrupted.set(true);
      }
      return key;
    } catch (IOException gone) {
      interrupted.set(true); // nobody is there any more
      return -1;
    }
  }

  void show(List<String> lines) {
    for (int row = 0; row < lines.size(); row++) {
      if (row >= shown.size() || !lines.get(row).equals(shown.get(row))) {
        terminal.puts(Capability.cursor_address, row, 0);
        terminal.writer().print(lines.get(row));
        terminal.puts(Capability.clr_eol);
      }
    }
    shown = List.copyOf(lines);
    terminal.flush();
  }

  @Override
  public void close() {
    terminal.puts(Capability.cursor_visible);
    terminal.puts(Capability.exit_ca_mode);
    terminal.setAttributes(before);
    terminal.flush();
    try {
      terminal.close();
    } catch (IOException gone) {
      interrupted.set(true);
    }
  }
}
