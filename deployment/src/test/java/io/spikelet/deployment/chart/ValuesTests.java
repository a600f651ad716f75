package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests that every value is described and used, and that {@code README.md} says the same as {@code
 * values.yaml}. To write its table anew: {@code ./mvnw test -pl deployment -am -Dtest=ValuesTests
 * -Dsurefire.failIfNoSpecifiedTests=false -Dchart.readme.write=true}.
 */
class ValuesTests {
  private static final String START = "<!-- The table is made of values.yaml by ValuesTests. -->\n";
  private static final String END = "<!-- End of the table. -->\n";

  private static final Chart chart = Chart.ours();
  private static final ValuesFile file = ValuesFile.of(chart);

  @Test
  void everyValueIsDescribed() {
    assertThat(file.values()).hasSizeGreaterThan(100);
    assertThat(file.values())
        .allSatisfy(value -> assertThat(value.description()).as(value.path()).isNotEmpty());
  }

  @Test
  void everyValueIsUsedByATemplate() {
    String templates = chart.templates();
    assertThat(file.values())
        .allSatisfy(
            value -> assertThat(isUsed(templates, value.names())).as(value.path()).isTrue());
  }

  /** Either by its whole path, or by the end of it below something that has the beginning. */
  private static boolean isUsed(String templates, List<String> path) {
    return IntStream.rangeClosed(1, path.size())
        .anyMatch(
            length -> {
              String beginning = String.join(".", path.subList(0, length));
              String end = String.join(".", path.subList(length, path.size()));
              return end.isEmpty()
                  ? contains(templates, ".Values." + beginning, "(?![A-Za-z0-9])")
                  : contains(templates, ".Values." + beginning, "(?![A-Za-z0-9.])")
                      && contains(templates, "." + end, "(?![A-Za-z0-9])");
            });
  }

  private static boolean contains(String text, String name, String after) {
    return Pattern.compile(Pattern.quote(name) + after).matcher(text).find();
  }

  @Test
  void theReadmeHasTheTableOfValues() {
    String readme = chart.read("README.md");
    int start = readme.indexOf(START) + START.length();
    int end = readme.indexOf(END);
    assertThat(end).as("the marks around the table").isGreaterThanOrEqualTo(start);
    String written =
        readme.substring(0, start) + "\n" + file.table() + "\n" + readme.substring(end);
    if (Boolean.getBoolean("chart.readme.write")) {
      chart.write("README.md", written);
    }
    assertThat(chart.read("README.md")).isEqualTo(written);
  }
}
