import { withWorld } from '../world';
import { Scene } from './Scene';

/** Starts a world for the cases of a file, and gives each case a namespace with a store. */
export function withScene(): Scene {
  const scene = Scene.on(withWorld());
  beforeEach(() => scene.open());
  afterEach(() => scene.clearAway());
  return scene;
}
