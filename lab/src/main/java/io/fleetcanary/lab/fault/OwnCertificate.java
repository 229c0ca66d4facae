package io.fleetcanary.lab.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate of the proxy's own, which is its own authority; made anew each time, good for a
 * month, its key is written nowhere but for a moment.
 *
 * @param tls shows it
 * @param pem for those who are to trust it
 */
public record OwnCertificate(SSLContext tls, String pem) {
  private static final String ALIAS = "proxy";
  private static final String PASSWORD = "FLEETCANARY_PROXY_PASSWORD";

  /** Makes one for the loopback addresses and one more, with the JDK's keytool. */
  public static OwnCertificate of(String address) {
    try {
      Path folder = Files.createTempDirectory("fleetcanary-proxy-");
      Path file = folder.resolve("proxy.p12");
      try {
        String password = UUID.randomUUID().toString();
        make(file, password, address);
        return read(file, password);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void make(Path file, String password, String address) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", ALIAS, "-validity", "30"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-dname", "CN=fleetcanary fault proxy", "-ext", names(address)));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
    command.addAll(List.of("-storepass:env", PASSWORD));
    ProcessBuilder keytool = new ProcessBuilder(command).redirectErrorStream(true);
    keytool.environment().put(PASSWORD, password);
    finish(keytool.start());
  }

  private static String names(String address) {
    boolean loopback = address.equals("127.0.0.1") || address.equals("localhost");
    String kind = address.matches("[0-9.]+|.*:.*") ? ",ip:" : ",dns:";
    return "san=ip:127.0.0.1,dns:localhost" + (loopback ? "" : kind + address);
  }

  private static void finish(Process keytool) throws IOException {
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IOException("keytool must make a certificate, got " + said);
    }
  }

  private static OwnCertificate read(Path file, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    return new OwnCertificate(tls, pem(store.getCertificate(ALIAS).getEncoded()));
  }

  private static String pem(byte[] certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }
}
