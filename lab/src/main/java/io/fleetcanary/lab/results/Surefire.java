package io.fleetcanary.lab.results;

import io.fleetcanary.lab.results.TestRecord.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Surefire has written of one class.
 *
 * @param name its simple name
 * @param tests by name
 */
record Surefire(String name, SortedMap<String, Result> tests) {
  private static final List<String> OTHERWISE = List.of("failure", "error", Result.SKIPPED);

  /**
   * Reads a file of Surefire's.
   *
   * @throws IOException if it cannot be read, or is none
   */
  static Surefire read(Path xml, String commit) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Element suite = factory.newDocumentBuilder().parse(xml.toFile()).getDocumentElement();
      Instant ended = Files.getLastModifiedTime(xml).toInstant().truncatedTo(ChronoUnit.SECONDS);
      SortedMap<String, Result> tests = new TreeMap<>();
      NodeList cases = suite.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        tests.put(test.getAttribute("name"), result(test, ended, commit));
      }
      String type = suite.getAttribute("name");
      return new Surefire(type.substring(type.lastIndexOf('.') + 1), tests);
    } catch (ParserConfigurationException | SAXException broken) {
      throw new IOException(xml + " must be a report of Surefire's", broken);
    }
  }

  private static Result result(Element test, Instant ended, String commit) {
    String outcome =
        OTHERWISE.stream()
            .filter(tag -> test.getElementsByTagName(tag).getLength() > 0)
            .findFirst()
            .map(tag -> tag.equals("failure") ? "failed" : tag)
            .orElse("passed");
    double seconds = Double.parseDouble(test.getAttribute("time"));
    return new Result(ended.toString(), commit, seconds, outcome);
  }
}
