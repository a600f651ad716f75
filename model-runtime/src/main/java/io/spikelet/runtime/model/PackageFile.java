package io.spikelet.runtime.model;

/**
 * One file of a package that is to be published.
 *
 * @param path inside the package
 * @param type what it is for
 * @param content not copied; nobody may write to it any more
 */
public record PackageFile(PackagePath path, ModelPack.FileType type, byte[] content) {}
