package io.fleetcanary.lab.fault;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Request;
import io.fleetcanary.lab.dataplane.http.Upgrade;
import io.fleetcanary.lab.dataplane.http.Wire;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads every request, HTTP/1.1, and passes it on over a connection of its own for each one that
 * comes; nothing is ever sent twice. Bodies are read whole, so logs that are followed do not come
 * through. What comes over a web socket, as a watch does, is not read, and meets no fault but those
 * of the line.
 */
public final class Reading implements Carrier {
  /** Pieces of a slow body. */
  private static final int PIECES = 20;

  private final Traps traps;
  private final Door door;
  private final Upstream upstream;

  /** Reads what comes through {@code door}. */
  public Reading(Traps traps, Door door, Upstream upstream) {
    this.traps = traps;
    this.door = door;
    this.upstream = upstream;
  }

  @Override
  public void carry(Strand strand) throws IOException {
    Socket near = door.open(strand.near());
    try (Wire client = new Wire(near);
        Far far = new Far(upstream, strand)) {
      while (client.awaitMessage()) {
        Request request = client.readRequest();
        Optional<Answer> denied = door.denies(request);
        boolean last = request.headers().close();
        boolean goesOn =
            denied.isPresent()
                ? reply(new Call(client, far, request), denied.get(), strand)
                : met(new Call(client, far, door.passing(request)), strand);
        if (!goesOn || last) {
          return;
        }
      }
    }
  }

  /** Returns whether the connection goes on. */
  private boolean met(Call call, Strand strand) throws IOException {
    if (strand.passes()) {
      return Upgrade.asked(call.request)
          ? Upgrade.pass(call.request, call.client, call.far.wire(), strand::passes)
          : answered(call, strand);
    }
    strand.swallow();
    return false;
  }

  private boolean answered(Call call, Strand strand) throws IOException {
    Optional<Fault> fault = traps.meet(call.request).map(trap -> trap.rule().fault());
    if (fault.isEmpty()) {
      return reply(call, forward(call, fault), strand);
    }
    return switch (fault.get()) {
      case Fault.Answered answered -> reply(call, refuse(call, answered), strand);
      case Fault.Late late -> {
        Strand.pause(late.by());
        yield reply(call, forward(call, fault), strand);
      }
      case Fault.ReplyLost lost -> {
        forward(call, fault);
        yield false;
      }
      case Fault.HalfBody half -> halve(call, forward(call, fault));
      case Fault.SlowBody slow -> trickle(call, forward(call, fault), slow.over());
      case Fault.Silent silent -> {
        note(call, 0, fault);
        strand.die();
        strand.swallow();
        yield false;
      }
      case Fault.Broken broken -> {
        note(call, 0, fault);
        yield false;
      }
    };
  }

  private Answer refuse(Call call, Fault.Answered fault) {
    note(call, fault.status(), Optional.of(fault));
    return fault.answer();
  }

  /** Ends the connection in the middle of the body. */
  private static boolean halve(Call call, Answer answer) throws IOException {
    byte[] whole = Wire.bytes(answer, false);
    call.client.send(whole, 0, whole.length - Math.ceilDiv(answer.body().length, 2));
    return false;
  }

  private static boolean reply(Call call, Answer answer, Strand strand) throws IOException {
    if (!strand.passes()) {
      strand.swallow();
      return false;
    }
    call.client.write(answer, call.request.headers().close());
    return true;
  }

  private Answer forward(Call call, Optional<Fault> fault) throws IOException {
    try {
      Answer answer = call.far.send(call.request);
      note(call, answer.status(), fault);
      return answer;
    } catch (IOException failure) {
      note(call, 0, fault);
      throw failure;
    }
  }

  private void note(Call call, int status, Optional<Fault> fault) {
    Request request = call.request;
    traps.dealtWith(new Passage(Instant.now(), request.method(), request.target(), status, fault));
  }

  private static boolean trickle(Call call, Answer answer, Duration over) throws IOException {
    byte[] whole = Wire.bytes(answer, false);
    int head = whole.length - answer.body().length;
    call.client.send(whole, 0, head);
    int piece = Math.ceilDiv(Math.max(1, answer.body().length), PIECES);
    for (int from = head; from < whole.length; from += piece) {
      Strand.pause(over.dividedBy(PIECES));
      call.client.send(whole, from, Math.min(piece, whole.length - from));
    }
    return true;
  }

  private record Call(Wire client, Far far, Request request) {}

  /** The far side of one connection, opened when the first request is to be passed on. */
  private static final class Far implements AutoCloseable {
    private final Upstream upstream;
    private final Strand strand;
    private Optional<Wire> wire = Optional.empty();

    Far(Upstream upstream, Strand strand) {
      this.upstream = upstream;
      this.strand = strand;
    }

    Wire wire() throws IOException {
      return wire.isPresent() ? wire.get() : open();
    }

    Answer send(Request request) throws IOException {
      Wire open = wire();
      open.write(request, upstream.host() + ":" + upstream.port());
      return open.readAnswer(request);
    }

    private Wire open() throws IOException {
      Socket socket = upstream.connect();
      strand.with(socket);
      Wire open = new Wire(socket);
      wire = Optional.of(open);
      return open;
    }

    @Override
    public void close() {
      wire.ifPresent(Wire::close);
    }
  }
}
