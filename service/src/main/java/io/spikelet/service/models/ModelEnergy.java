package io.spikelet.service.models;

import io.spikelet.runtime.energy.EnergyEstimate;
import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.energy.EnergyProfiles;
import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.energy.PublishedEnergyFormula;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GoldenTask;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.Timed;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.GoldenSample;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.spike.SynapticOperations;
import io.spikelet.service.serving.ModelService;
import io.spikelet.service.serving.PackageInfo;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What one image of a package costs: its golden sample is drawn once and counted. The same numbers
 * on every replica, and none that the package could merely claim.
 */
@Component
class ModelEnergy {
  private static final Logger log = LoggerFactory.getLogger(ModelEnergy.class);
  // Tags move seldom; this only bounds what a service of years may keep.
  private static final int KEPT = 256;

  private final ModelService models;
  private final EnergyProfiles profiles;
  private final Map<Digest, NetworkActivity> counted = new ConcurrentHashMap<>();

  ModelEnergy(ModelService models, EnergyProfiles profiles) {
    this.models = models;
    this.profiles = profiles;
  }

  /** The table; null for a package that draws no images, or cannot draw one now. */
  ModelJson.@Nullable EnergyJson of(HttpServletRequest request, PackageInfo info) {
    GoldenSample golden = info.spec().golden();
    if (golden == null) {
      return null;
    }
    NetworkActivity activity = activity(request, info, golden);
    return activity == null ? null : table(info.spec(), golden, activity);
  }

  private @Nullable NetworkActivity activity(
      HttpServletRequest request, PackageInfo info, GoldenSample golden) {
    NetworkActivity known = counted.get(info.digest());
    if (known != null) {
      return known;
    }
    try {
      NetworkActivity activity = drawn(request, info, golden.seed());
      if (counted.size() < KEPT) {
        counted.put(info.digest(), activity);
      }
      return activity;
    } catch (RuntimeException e) {
      // The card is worth showing without this table; requests for images tell what is wrong.
      log.atWarn().addKeyValue("model", info.ref()).setCause(e).log("no energy table");
      return null;
    }
  }

  /** Draws the golden sample in the way that the package offers. */
  private NetworkActivity drawn(HttpServletRequest request, PackageInfo info, long seed) {
    return switch (GoldenTask.of(info.spec(), seed).orElseThrow()) {
      case GoldenTask.Drawn(GenerateTask task) ->
          run(request, info, Operation.GENERATE, task).activity();
      case GoldenTask.Seen(ReconstructTask task) ->
          run(request, info, Operation.RECONSTRUCT, task).activity();
      case GoldenTask.Heard(SoundTask task) ->
          run(request, info, Operation.AUDIO_TO_IMAGE, task).drawn().activity();
    };
  }

  private <I, O extends Timed> O run(
      HttpServletRequest request, PackageInfo info, Operation<I, O> operation, I task) {
    return models.run(request, info.ref(), operation, List.of(task)).results().getFirst();
  }

  private ModelJson.EnergyJson table(
      ModelSpec spec, GoldenSample golden, NetworkActivity activity) {
    SynapticOperations operations = activity.operations();
    PublishedEnergyFormula published =
        PublishedEnergyFormula.of(
            activity.layers().stream().map(LayerActivity::layer).toList(),
            operations.firingRate(),
            spec.timeSteps());
    return new ModelJson.EnergyJson(
        golden.seed(),
        operations.accumulates(),
        operations.multiplyAccumulates(),
        operations.dense(),
        operations.spikes(),
        operations.firingRate(),
        profiles.all().stream().map(profile -> row(profile, activity, published)).toList());
  }

  private static ModelJson.ProfileJson row(
      EnergyProfile profile, NetworkActivity activity, PublishedEnergyFormula published) {
    EnergyEstimate estimate = profile.estimate(activity);
    boolean spikes = activity.operations().neuronSteps() > 0;
    return new ModelJson.ProfileJson(
        profile.name(),
        profile.description(),
        profile.joulesPerAccumulate(),
        profile.joulesPerMultiplyAccumulate(),
        profile.source(),
        profile.grade().name().toLowerCase(Locale.ROOT),
        estimate.joules(),
        estimate.annEquivalentJoules(),
        spikes ? published.joules(profile) : published.annJoules(profile),
        published.annJoules(profile));
  }
}
