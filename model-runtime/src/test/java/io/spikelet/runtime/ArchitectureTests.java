package io.spikelet.runtime;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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

/** Holds the library to its map of packages. */
class ArchitectureTests {

  private static final String ROOT = "io.spikelet.runtime.";

  private static final String ALL = "io.spikelet.runtime..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.spikelet.runtime");

  /** Which packages of the library a package may use, in the order in which data meets them. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("interruption", List.of()),
          Map.entry("spike", List.of()),
          Map.entry("npy", List.of()),
          Map.entry("latent", List.of("spike")),
          Map.entry("image", List.of("spike")),
          Map.entry("audio", List.of("interruption")),
          Map.entry("model", List.of("image", "audio")),
          Map.entry("storage", List.of()),
          Map.entry("registry", List.of("model", "storage")),
          Map.entry("engine", List.of()),
          Map.entry("energy", List.of("model", "spike")),
          Map.entry(
              "generator",
              List.of("spike", "image", "audio", "latent", "model", "engine", "energy")),
          Map.entry("pool", List.of("generator", "image", "audio", "model", "registry")));

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
  void everyPackageIsOnTheMap() {
    classes()
        .should()
        .resideInAnyPackage(
            MAY_USE.keySet().stream().map(name -> ROOT + name + "..").toArray(String[]::new))
        .orShould()
        .haveSimpleName("package-info")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void libraryKnowsNeitherSpringNorTheProgramsNorHttp() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "jakarta..",
            "io.spikelet.service..",
            "io.spikelet.training..",
            "org.bytedeco.pytorch..")
        .check(CLASSES);
  }

  @Test
  void onlyTheEngineKnowsOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(CLASSES);
  }

  @Test
  void familiesDoNotKnowEachOther() {
    slices()
        .matching(ROOT + "generator.(*)..")
        .should()
        .notDependOnEachOther()
        // What families share is no family; that it knows none is still checked.
        .ignoreDependency(
            alwaysTrue(),
            resideInAnyPackage(
                ROOT + "generator.spiking..",
                ROOT + "generator.leaky..",
                ROOT + "generator.ordinary.."))
        .check(CLASSES);
  }
}
