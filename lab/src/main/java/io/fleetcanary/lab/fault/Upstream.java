package io.fleetcanary.lab.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The server that requests are passed on to.
 *
 * @param tls whom to trust and what to show; none for plain HTTP
 */
public record Upstream(String host, int port, Optional<SSLContext> tls) {
  private static final int CONNECT_MILLIS = 3_000;

  /** Plain HTTP. */
  public static Upstream plain(String host, int port) {
    return new Upstream(host, port, Optional.empty());
  }

  /** HTTPS, checked as every client checks it. */
  public static Upstream tls(String host, int port, SSLContext trust) {
    return new Upstream(host, port, Optional.of(trust));
  }

  Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return tls.isEmpty() ? socket : encrypted(socket, tls.get());
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  private Socket encrypted(Socket socket, SSLContext trust) throws IOException {
    SSLSocket encrypted =
        (SSLSocket) trust.getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }
}
