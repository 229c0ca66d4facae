package io.fleetcanary.lab.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What a class of tests came to when it was played last.
 *
 * @param name simple name of the class
 * @param ended when, to the second
 * @param commit what was played
 */
record TestClassResult(String name, Instant ended, String commit, List<TestResult> tests) {
  TestClassResult {
    tests = List.copyOf(tests);
  }

  /**
   * From a file of Surefire's.
   *
   * @throws IOException if it cannot be read, or is none
   */
  static TestClassResult read(Path xml, String commit) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Element suite = factory.newDocumentBuilder().parse(xml.toFile()).getDocumentElement();
      List<TestResult> tests = new ArrayList<>();
      NodeList cases = suite.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        tests.add(TestResult.of((Element) cases.item(i)));
      }
      String type = suite.getAttribute("name");
      Instant ended = Files.getLastModifiedTime(xml).toInstant().truncatedTo(ChronoUnit.SECONDS);
      return new TestClassResult(type.substring(type.lastIndexOf('.') + 1), ended, commit, tests);
    } catch (ParserConfigurationException | SAXException broken) {
      throw new IOException(xml + " must be a report of Surefire's", broken);
    }
  }

  /**
   * What one test came to.
   *
   * @param seconds from its begin to its end, other tests may have run beside it
   * @param result {@code passed}, {@code failed}, {@code error} or {@code skipped}
   */
  record TestResult(String name, double seconds, String result) {
    private static final List<String> OTHERWISE = List.of("failure", "error", "skipped");

    static TestResult of(Element test) {
      String result =
          OTHERWISE.stream()
              .filter(tag -> test.getElementsByTagName(tag).getLength() > 0)
              .findFirst()
              .map(tag -> tag.equals("failure") ? "failed" : tag)
              .orElse("passed");
      return new TestResult(
          test.getAttribute("name"), Double.parseDouble(test.getAttribute("time")), result);
    }

    boolean passed() {
      return result.equals("passed");
    }
  }
}
