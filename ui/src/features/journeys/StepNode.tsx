import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { CanvasNode } from './Canvas';
import { StepCard } from './StepCard';

/** A step on the canvas. */
export const StepNode = memo(function StepNode({ data, selected }: NodeProps<CanvasNode>) {
  return <StepCard {...data} selected={selected} />;
});
