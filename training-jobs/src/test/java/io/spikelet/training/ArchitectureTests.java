package io.spikelet.training;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the batch program to its map of packages. */
class ArchitectureTests {

  private static final String ROOT = "io.spikelet.training.";

  private static final String ALL = "io.spikelet.training..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.spikelet.training");

  /** Which packages of this module a package may use. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("dataset", List.of()),
          Map.entry("layer", List.of()),
          Map.entry("backbone", List.of("layer")),
          Map.entry("export", List.of()),
          Map.entry("trace", List.of("layer", "run")),
          Map.entry("firstspike", List.of("export", "layer", "run")),
          Map.entry("run", List.of("layer")),
          Map.entry("selection", List.of("dataset", "export", "layer", "run")),
          Map.entry("trainer", List.of("dataset", "export", "layer", "run")),
          Map.entry("perceptron", List.of("layer", "run", "trainer")),
          Map.entry("pairing", List.of("dataset", "layer", "run", "trainer")),
          Map.entry(
              "family",
              List.of(
                  "backbone",
                  "dataset",
                  "export",
                  "firstspike",
                  "layer",
                  "pairing",
                  "perceptron",
                  "run",
                  "selection",
                  "trace",
                  "trainer")),
          Map.entry("evaluation", List.of("dataset")),
          Map.entry("publication", List.of("dataset", "evaluation", "export", "run", "trainer")));

  static Stream<Map.Entry<String, List<String>>> map() {
    return MAY_USE.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("map")
  void packageUsesOnlyWhatTheMapAllows(Map.Entry<String, List<String>> entry) {
    String[] allowed =
        Stream.concat(
                Stream.of(ROOT + entry.getKey() + ".."),
                entry.getValue().stream().map(name -> ROOT + name + ".."))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + entry.getKey() + "..")
        .should()
        .dependOnClassesThat(not(resideInAnyPackage(allowed)).and(resideInAPackage(ALL)))
        .check(CLASSES);
  }

  @Test
  void familiesDoNotKnowEachOther() {
    slices().matching(ROOT + "family.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void batchProgramKnowsNeitherTheServiceNorSpring() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.spikelet.service..", "org.springframework..")
        .check(CLASSES);
  }
}
