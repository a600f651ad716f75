package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests of trainings as Jobs and CronJobs. */
@RequiresHelm
class TrainingTests {
  private static final Chart chart = Chart.ours();
  private static final Manifests full = chart.render(chart.ci("full"));

  @Test
  void aTrainingIsAJobAndAScheduledOneACronJob() {
    assertThat(full.only(Job.class).getMetadata().getName())
        .matches("spikelet-images-esvae-[0-9a-f]{8}");
    CronJob nightly = full.only(CronJob.class);
    assertThat(nightly.getSpec().getSchedule()).isEqualTo("0 2 * * *");
    assertThat(nightly.getSpec().getTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(nightly.getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
  }

  @Test
  void argumentsAreThoseOfTheProgram() {
    assertThat(training(job(full)).getArgs())
        .containsExactly(
            "--family",
            "esvae",
            "--data",
            "mnist:data/mnist",
            "--epochs",
            "20",
            "--seed",
            "7",
            "--set",
            "batch-size=64",
            "--set",
            "learning-rate=0.001",
            "--set",
            "warm-up-steps=200");
    assertThat(training(scheduled(full)).getArgs())
        .containsSubsequence("--config", "/opt/spikelet/configs/fsvae-two-cores.properties")
        .containsSubsequence("--init-from", "fsvae:mnist");
    assertThat(environment(job(full), "AS").getValue()).isEqualTo("esvae:mine esvae:newest");
    assertThat(environment(job(full), "REGISTRY").getValue())
        .isEqualTo("oci://registry.example.com:5443/models");
  }

  @Test
  void theProgramHasEveryOption() throws IOException {
    Path cli = Chart.ROOT.resolve("training-jobs/src/main/java/io/spikelet/training/cli");
    String options =
        Files.readString(cli.resolve("TrainCommand.java"))
            + Files.readString(cli.resolve("RegistryOption.java"));
    String script = training(job(full)).getCommand().get(2);
    assertThat(List.of("--out", "--registry", "--resume", "--as"))
        .allSatisfy(option -> assertThat(script).contains(option));
    assertThat(
            List.of(
                "--family",
                "--data",
                "--config",
                "--epochs",
                "--seed",
                "--init-from",
                "--set",
                "--out",
                "--registry",
                "--resume",
                "--as"))
        .allSatisfy(option -> assertThat(options).contains("\"" + option + "\""));
  }

  @Test
  void anEvictedPodIsContinuedAndAWrongSettingIsNot() {
    JobSpec job = job(full);
    assertThat(job.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(job.getBackoffLimit()).isPositive();
    assertThat(job.getTtlSecondsAfterFinished()).isPositive();
    assertThat(job.getPodFailurePolicy().getRules())
        .extracting(PodFailurePolicyRule::getAction)
        .containsExactly("Ignore", "FailJob");
    assertThat(job.getPodFailurePolicy().getRules().get(1).getOnExitCodes())
        .satisfies(
            codes -> {
              assertThat(codes.getValues()).containsExactly(2);
              assertThat(codes.getContainerName()).isEqualTo(training(job).getName());
            });
  }

  @Test
  void aRunKeepsItsDirectoryWhileItsSettingsStay() {
    String values =
        """
        training:
          resources: {requests: {cpu: "%s", memory: 6Gi}}
          jobs:
            a: {family: esvae, data: "mnist:data/mnist", epochs: %d}
        """;
    Manifests first = chart.render(values.formatted("2", 5));
    Manifests wider = chart.render(values.formatted("4", 5));
    Manifests longer = chart.render(values.formatted("2", 6));
    assertThat(environment(job(wider), "RUN").getValue())
        .isEqualTo(environment(job(first), "RUN").getValue());
    assertThat(environment(job(longer), "RUN").getValue())
        .isNotEqualTo(environment(job(first), "RUN").getValue());
    // A Job cannot be changed, so a changed one is another.
    assertThat(wider.only(Job.class).getMetadata().getName())
        .isNotEqualTo(first.only(Job.class).getMetadata().getName());
  }

  @Test
  void anotherVersionOfTheChartDoesNotStartAJobAnew(@TempDir Path directory) {
    Chart next = chart.copyTo(directory.resolve("spikelet"));
    next.write(
        "Chart.yaml", next.read("Chart.yaml").replaceFirst("(?m)^version: .*$", "version: 9.9.9"));
    assertThat(next.render(chart.ci("full")).only(Job.class).getMetadata().getName())
        .isEqualTo(full.only(Job.class).getMetadata().getName());
  }

  @Test
  void aScheduledRunHasTheNameOfItsJob() {
    assertThat(environment(scheduled(full), "RUN").getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.labels['batch.kubernetes.io/job-name']");
  }

  @Test
  void runsAreKeptWhenTheReleaseIsDeleted() {
    assertThat(
            full.named(PersistentVolumeClaim.class, "spikelet-images-runs")
                .getMetadata()
                .getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
    assertThat(chart.render("").all(PersistentVolumeClaim.class)).isEmpty();
  }

  @Test
  void credentialsOfTrainingAreItsOwnOrAllOfTheServices() {
    assertThat(
            environment(job(full), "SPIKELET_REGISTRY_PASSWORD")
                .getValueFrom()
                .getSecretKeyRef()
                .getName())
        .isEqualTo("spikelet-images-training-registry");
    Manifests shared =
        chart.render(
            """
            registry:
              uri: oci://registry.example.com/models
              credentials: {existingSecret: both, usernameKey: user, passwordKey: pass}
            training: {jobs: {a: {family: esvae, data: "mnist:data/mnist", as: [esvae]}}}
            """);
    assertThat(environment(job(shared), "SPIKELET_REGISTRY_USERNAME").getValueFrom())
        .satisfies(
            source -> {
              assertThat(source.getSecretKeyRef().getName()).isEqualTo("both");
              assertThat(source.getSecretKeyRef().getKey()).isEqualTo("user");
            });
  }

  @Test
  void aTrainingMayPublishToTheClaimThatTheServiceReads() {
    Manifests manifests =
        chart.render(
            """
            registry: {uri: "oci-layout:/var/lib/spikelet/registry", existingClaim: models}
            training: {jobs: {a: {family: esvae, data: "mnist:data/mnist", as: [esvae]}}}
            """);
    assertThat(training(job(manifests)).getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("registry"))
        .singleElement()
        .extracting(VolumeMount::getReadOnly)
        .isEqualTo(false);
  }

  @Test
  void whatATrainingWritesToIsAVolume() {
    assertThat(training(job(full)).getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/tmp", "/var/cache/spikelet", "/work/data", "/work/runs");
    assertThat(pod(job(chart.render(ONE))).getVolumes())
        .filteredOn(volume -> volume.getName().equals("data"))
        .singleElement()
        .satisfies(volume -> assertThat(volume.getEmptyDir()).isNotNull());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theScriptIsOneForEveryShell() throws Exception {
    assertThat(parses("sh", training(job(full)).getCommand().get(2))).isTrue();
    assertThat(parses("sh", "while")).isFalse();
  }

  private static boolean parses(String shell, String script) throws Exception {
    Process process = new ProcessBuilder(shell, "-n").redirectErrorStream(true).start();
    try (var input = process.outputWriter()) {
      input.write(script);
    }
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  private static final String ONE =
      """
      training: {jobs: {a: {family: esvae, data: "mnist:data/mnist"}}}
      """;

  private static JobSpec job(Manifests manifests) {
    return manifests.only(Job.class).getSpec();
  }

  private static JobSpec scheduled(Manifests manifests) {
    return manifests.only(CronJob.class).getSpec().getJobTemplate().getSpec();
  }

  private static PodSpec pod(JobSpec job) {
    return job.getTemplate().getSpec();
  }

  private static Container training(JobSpec job) {
    return pod(job).getContainers().getFirst();
  }

  private static EnvVar environment(JobSpec job, String name) {
    return training(job).getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
