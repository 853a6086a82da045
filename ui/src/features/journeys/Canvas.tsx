import {
  Background,
  BackgroundVariant,
  Controls,
  type Node,
  type NodeChange,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './Canvas.module.css';
import { type Card, heightOf } from './card';
import type { Place } from './graph';
import { Lines } from './Lines';
import { layoutOf, nodeWidth } from './layout';
import type { StepCardProps } from './StepCard';
import { StepNode } from './StepNode';
import type { Graph } from './types';
import type { Steps } from './use-steps';

export type CanvasNode = Node<Omit<StepCardProps, 'selected'>, 'step'>;

type Props = {
  graph: Graph;
  cards: ReadonlyMap<string, Card>;
  /** What the head of a card says of its step. */
  look: (id: string) => Pick<StepCardProps, 'icon' | 'stat' | 'unfinished'>;
  selected: string | undefined;
  steps: Steps;
  disabled: boolean;
  onSelect: (id: string | undefined) => void;
  onPlus: (place: Place, anchor: HTMLElement) => void;
  onDrop: (place: Place, what: string) => void;
  /** Stands over the canvas: what can be added at its left, how it is looked at on its right. */
  left: ReactNode;
  right: ReactNode;
};

const nodeTypes = { step: StepNode };
const startId = 'start';

/** A journey as it is drawn: cards and lines in a tidy layout of their own, moved and scaled by wheel, touch and buttons. */
export function Canvas(props: Props) {
  const { graph, cards, look, selected, steps, disabled, onSelect, left, right } = props;
  const { journeys: t } = useTexts('journeys');
  const box = useRef<HTMLElement>(null);
  const [flow, setFlow] = useState<ReactFlowInstance<CanvasNode>>();
  const layout = useMemo(() => layoutOf(graph, (step) => heightOf(cards.get(step?.id ?? '') as Card)), [graph, cards]);
  const nodes = [...layout.boxes].map(([key, { x, y, height }]): CanvasNode => {
    const card = cards.get(key) as Card;
    const id = key || startId;
    return {
      id,
      type: 'step',
      position: { x, y },
      width: nodeWidth,
      height,
      selected: id === selected,
      data: { card, ...look(key), moving: steps.moving === key },
      ariaLabel: `${card.head}：${card.title || card.missing || card.bubble || ''}`,
    };
  });

  const frame = useCallback(
    (instance: ReactFlowInstance<CanvasNode>) => {
      const at = box.current?.getBoundingClientRect();
      if (at) void instance.setViewport(fitted(layout.boxes, at));
    },
    [layout],
  );
  const changed = (changes: NodeChange<CanvasNode>[]) => {
    const chosen = changes.find((change) => change.type === 'select' && change.selected);
    if (chosen && 'id' in chosen) onSelect(chosen.id);
  };
  // What is chosen elsewhere, in the list of problems or by adding it, is brought into sight.
  const at = selected === undefined ? undefined : layout.boxes.get(selected === startId ? '' : selected);
  const { x = 0, y = 0, height = 0 } = at ?? {};
  const shown = at !== undefined;
  useEffect(() => {
    if (!flow || !shown) return;
    const next = requestAnimationFrame(() => {
      const room = box.current?.getBoundingClientRect();
      if (room) reveal(flow, { x, y, height }, room);
    });
    return () => cancelAnimationFrame(next);
  }, [flow, shown, x, y, height]);

  return (
    <section ref={box} className={s.canvas} aria-label={t.canvasLabel}>
      <ReactFlow<CanvasNode>
        nodes={nodes}
        edges={noEdges}
        nodeTypes={nodeTypes}
        onInit={(instance) => {
          setFlow(instance);
          frame(instance);
        }}
        onNodesChange={changed}
        onPaneClick={() => onSelect(undefined)}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        multiSelectionKeyCode={null}
        selectionKeyCode={null}
        deleteKeyCode={null}
        minZoom={0.3}
        maxZoom={1.5}
        panOnScroll
        zoomActivationKeyCode={['Control', 'Meta']}
        ariaLabelConfig={{
          'node.a11yDescription.default': t.nodeHelp,
          'controls.ariaLabel': t.controls.label,
          'controls.zoomIn.ariaLabel': t.controls.in,
          'controls.zoomOut.ariaLabel': t.controls.out,
          'controls.fitView.ariaLabel': t.fit,
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--line-2)" />
        <Lines
          lines={layout.lines}
          cards={cards}
          steps={steps}
          disabled={disabled}
          onPlus={props.onPlus}
          onDrop={props.onDrop}
        />
        <Controls showInteractive={false} position="bottom-left" fitViewOptions={{ padding: 0.12, maxZoom: 1 }} />
        <Panel position="top-left">{left}</Panel>
        <Panel position="top-right">{right}</Panel>
      </ReactFlow>
    </section>
  );
}

const noEdges: never[] = [];

type Boxes = ReturnType<typeof layoutOf>['boxes'];

/** All of the journey where it fits at a size that can be read, else its beginning. */
function fitted(boxes: Boxes, room: { width: number; height: number }) {
  const all = [...boxes.values()];
  const left = Math.min(...all.map((box) => box.x));
  const right = Math.max(...all.map((box) => box.x + nodeWidth));
  const bottom = Math.max(...all.map((box) => box.y + box.height));
  const zoom = Math.max(
    0.75,
    Math.min(1, (room.width - 48) / (right - left), (room.height - 140) / Math.max(1, bottom + 60)),
  );
  const middle = (right - left) * zoom > room.width - 48 ? 0 : (left + right) / 2;
  return { x: room.width / 2 - middle * zoom, y: 92, zoom };
}

/** Moves the canvas as little as is needed for a card to be seen. */
function reveal(
  flow: ReactFlowInstance<CanvasNode>,
  card: { x: number; y: number; height: number },
  room: { width: number; height: number },
) {
  const { x, y, zoom } = flow.getViewport();
  const left = card.x * zoom + x;
  const top = card.y * zoom + y;
  const by = (from: number, size: number, begin: number, end: number) =>
    from < begin ? begin - from : from + size > end ? Math.max(end - from - size, begin - from) : 0;
  const dx = by(left, nodeWidth * zoom, 24, room.width - 24);
  const dy = by(top, card.height * zoom, 76, room.height - 40);
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 160 });
}
