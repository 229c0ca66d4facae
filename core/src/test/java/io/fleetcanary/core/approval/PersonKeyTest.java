package io.fleetcanary.core.approval;

import static io.fleetcanary.core.approval.SshSignatureTest.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in this test's files were made by ssh-keygen and openssl. */
class PersonKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann.pub",
        "carl.pub",
        "dora.pub",
        "emil.pub",
        "fred.pub",
        "gina.pub",
        "hans.crt",
        "ina.crt",
        "jo.pem",
        "kim.pem"
      })
  void readsWhatOpenSshAndOpensslWrite(String name) {
    assertThat(PersonKey.of(file(name))).isEqualTo(PersonKey.of(file(name)));
  }

  @Test
  void isTheSameKeyHoweverItIsWritten() {
    PublicKey key = SshKey.of(file("dora.pub")).key();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";

    assertThat(PersonKey.of(pem)).isEqualTo(PersonKey.of(file("dora.pub")));
    assertThat(PersonKey.of(pem)).isNotEqualTo(PersonKey.of(file("carl.pub")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ssh-dss AAAAB3NzaC1kc3M=          | a key as in an .pub file, ssh-ed25519 AAAA…, ecdsa-sha2-nistp256 AAAA… or ssh-rsa AAAA…, or in PEM
          rsa                               | a key as in an .pub file, ssh-ed25519 AAAA…, ecdsa-sha2-nistp256 AAAA… or ssh-rsa AAAA…, or in PEM
          ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB  | a whole ssh-rsa key
          ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAA  | a whole ssh-rsa key
          ecdsa-sha2-nistp256 !             | a whole ecdsa-sha2-nistp256 key
          -----BEGIN PRIVATE KEY-----       | a CERTIFICATE or a PUBLIC KEY in PEM
          -----BEGIN CERTIFICATE-----QUJD-----END CERTIFICATE----- | a whole certificate
          -----BEGIN PUBLIC KEY-----QUJD-----END PUBLIC KEY-----   | an Ed25519, ECDSA or RSA key, whole, in PEM
          """)
  void saysWhatItMustBe(String text, String must) {
    assertThatThrownBy(() -> PersonKey.of(text)).hasMessage(must);
  }

  @Test
  void takesNoKeyOfOneTypeUnderTheNameOfAnother() {
    String renamed = file("ann.pub").replace("ssh-ed25519 ", "ssh-rsa ");

    assertThatThrownBy(() -> PersonKey.of(renamed)).hasMessage("a whole ssh-rsa key");
  }

  @Test
  void takesNoRsaKeyThatIsTooShort() {
    assertThatThrownBy(() -> PersonKey.of(file("small.pub")))
        .hasMessage("an RSA key of 2048 bits or more");
  }
}
