package io.fleetcanary.lab.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Passes bytes on without reading them, so whatever is spoken or encrypted stays as it is. */
public final class Relay implements Carrier {
  private final InetSocketAddress server;

  /** Passes on to this server. */
  public Relay(InetSocketAddress server) {
    this.server = server;
  }

  @Override
  public void carry(Strand strand) throws IOException {
    try (Socket far = new Socket()) {
      strand.with(far);
      far.connect(server);
      Thread back = Thread.ofVirtual().start(() -> copy(far, strand.near(), strand));
      copy(strand.near(), far, strand);
      back.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to, Strand strand) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[1 << 14];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (strand.passes()) {
          out.write(bytes, 0, read);
          out.flush();
        }
      }
    } catch (IOException closed) {
      // so is the other end, below
    }
    strand.ended(from);
  }
}
