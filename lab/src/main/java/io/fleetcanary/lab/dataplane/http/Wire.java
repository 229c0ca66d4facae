package io.fleetcanary.lab.dataplane.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes messages on one connection. Not for two threads at once. */
public final class Wire implements AutoCloseable {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LARGEST_BODY = 16 * 1024 * 1024;

  /** Written by this class itself, or meant for one hop only. */
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "transfer-encoding", "keep-alive", "upgrade");

  private final Socket socket;
  private final InputStream in;

  public Wire(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 4096);
  }

  /** Waits for the first byte of the next message; false when the other side has closed. */
  public boolean awaitMessage() throws IOException {
    in.mark(1);
    int first = in.read();
    in.reset();
    return first >= 0;
  }

  public Request readRequest() throws IOException {
    String[] start = readLine().split(" ", 3);
    if (start.length != 3) {
      throw new ProtocolException("request line must be method, target and version");
    }
    Headers headers = readHeaders();
    return new Request(start[0], start[1], headers, readBody(headers));
  }

  /**
   * Reads the answer to {@code request}.
   *
   * @throws EOFException if the connection ends before it is complete
   */
  public Answer readAnswer(Request request) throws IOException {
    return readRest(readHead(), request);
  }

  /** An answer without its body. */
  Answer readHead() throws IOException {
    String[] start = readLine().split(" ", 3);
    if (start.length < 2) {
      throw new ProtocolException("status line must be version and status, got " + start[0]);
    }
    return new Answer(Integer.parseInt(start[1]), readHeaders(), new byte[0]);
  }

  /** The same answer with its body. */
  Answer readRest(Answer head, Request request) throws IOException {
    boolean bodiless =
        head.status() == 204 || head.status() == 304 || request.method().equals("HEAD");
    return bodiless ? head : new Answer(head.status(), head.headers(), readBody(head.headers()));
  }

  /** A start line and all headers as they are; no body follows. */
  void writeHead(String start, Headers headers) throws IOException {
    StringBuilder head = new StringBuilder(256).append(start).append("\r\n");
    headers
        .fields()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    send(head.append("\r\n").toString().getBytes(ISO_8859_1));
  }

  /** Passes on whatever comes, read or not, until this side ends. */
  void pour(Wire to, Upgrade.Passing each) throws IOException {
    byte[] bytes = new byte[1 << 14];
    for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
      if (each.passes()) {
        to.send(bytes, 0, read);
      }
    }
  }

  public void write(Request request, String host) throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
    if (request.headers().get("Host").isEmpty()) {
      head.append("Host: ").append(host).append("\r\n");
    }
    append(head, request.headers());
    send(whole(head, request.body()));
  }

  public void write(Answer answer, boolean last) throws IOException {
    send(bytes(answer, last));
  }

  /** An answer as it is written, for those who write it in pieces. */
  public static byte[] bytes(Answer answer, boolean last) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(phrase(answer.status()));
    head.append("\r\n");
    append(head, answer.headers());
    if (last) {
      head.append("Connection: close\r\n");
    }
    return whole(head, answer.body());
  }

  /** Writes some of those bytes. */
  public void send(byte[] bytes, int from, int length) throws IOException {
    socket.getOutputStream().write(bytes, from, length);
  }

  void readWithin(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // closing is all we wanted
    }
  }

  /** Head and body leave in one write, so that they travel in one packet. */
  private void send(byte[] whole) throws IOException {
    send(whole, 0, whole.length);
  }

  private static byte[] whole(StringBuilder head, byte[] body) {
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(ISO_8859_1);
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  private static void append(StringBuilder head, Headers headers) {
    headers
        .fields()
        .forEach(
            (name, value) -> {
              if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                head.append(name).append(": ").append(value).append("\r\n");
              }
            });
  }

  private Headers readHeaders() throws IOException {
    SortedMap<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("header must be name: value, got " + line);
      }
      fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
    }
    return new Headers(fields);
  }

  private byte[] readBody(Headers headers) throws IOException {
    return headers.chunked() ? readChunks() : readExactly(headers.contentLength());
  }

  private byte[] readChunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(readExactly(size));
      readLine();
    }
    readHeaders();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(readLine().split(";", 2)[0].trim(), 16);
  }

  private byte[] readExactly(int length) throws IOException {
    if (length > LARGEST_BODY) {
      throw new ProtocolException("body must be <= " + LARGEST_BODY + " bytes, got " + length);
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("connection ended in the middle of a body");
    }
    return body;
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("connection ended in the middle of a message");
      }
      if (line.size() == LONGEST_LINE) {
        throw new ProtocolException("line must be <= " + LONGEST_LINE + " bytes");
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  private static String phrase(int status) {
    return Optional.of(status).filter(code -> code < 400).map(code -> "OK").orElse("Error");
  }
}
