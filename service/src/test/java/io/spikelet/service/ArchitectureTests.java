package io.spikelet.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.bind.annotation.RestController;

/** The rules that the package descriptions state. */
class ArchitectureTests {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.spikelet.service", "io.spikelet.runtime");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.spikelet.service.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theServiceKnowsNoTraining() {
    noClasses()
        .that()
        .resideInAPackage("io.spikelet.service..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.spikelet.training..", "org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void theRuntimeKnowsNoSpringAndNoService() {
    noClasses()
        .that()
        .resideInAPackage("io.spikelet.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "io.spikelet.service..", "jakarta..")
        .check(CLASSES);
  }

  @Test
  void controllersAreHiddenInTheirPackages() {
    classes()
        .that()
        .areAnnotatedWith(RestController.class)
        .should()
        .bePackagePrivate()
        .check(CLASSES);
  }

  @Test
  void nobodyUsesAControllersPackageButTheOneThatTellsProblems() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..service.request..",
            "..service.serving..",
            "..service.answer..",
            "..service.watching..",
            "..service.observability..",
            "..service.contract..",
            "..service.security..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..service.generation..",
            "..service.reconstruction..",
            "..service.audio..",
            "..service.latents..",
            "..service.classification..",
            "..service.models..",
            "..service.problem..")
        .check(CLASSES);
  }

  @Test
  void settingsAreRecords() {
    classes()
        .that()
        .areAnnotatedWith(ConfigurationProperties.class)
        .should()
        .beRecords()
        .check(CLASSES);
  }
}
