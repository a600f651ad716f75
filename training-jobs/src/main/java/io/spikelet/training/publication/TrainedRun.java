package io.spikelet.training.publication;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.run.Progress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a package tells about the run that it comes from.
 *
 * @param settings all settings in force, by name
 * @param data the training data
 * @param dataDigest over the training images
 * @param seed of the run
 * @param progress where the run stood
 * @param labels classes of the data
 * @param startedFrom the package whose weights it started with, pinned by digest; null for none
 * @param imagesBefore images that had gone through training steps by then
 * @param epochs metrics of every epoch of this run, by name
 */
public record TrainedRun(
    Map<String, String> settings,
    DatasetName data,
    String dataDigest,
    long seed,
    Progress progress,
    List<String> labels,
    @Nullable String startedFrom,
    long imagesBefore,
    List<Map<String, Double>> epochs) {}
